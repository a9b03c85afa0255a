/** Japanese. Keys as in `en.js`; tested by `tests/browser/lang.test.js`. */

/** @satisfies {import('./en.js').Texts} */
const texts = {
  sent: 'アカウントが登録されている場合は、リンクを記載したメールをお送りしました。',
  reset_done: 'パスワードを変更しました。新しいパスワードでログインできます。',
  verified: 'メールアドレスを確認しました。',
  token_missing: 'このリンクは不完全か、すでに使用されています。新しいリンクを請求してください。',
  app_refused: 'ご本人の確認はできましたが、このサイトにログインできませんでした。もう一度お試しください。',
  app_unreachable: '現在このサイトに接続できません。もう一度お試しください。',
  no_bridge: 'このページはアプリで開いてください。',

  invalid_input: '入力内容をご確認ください。',
  required: '{field}を入力してください',
  confirmation: '{field}が一致しません',
  refused: '処理できませんでした。',
  rate_limited: '試行回数が多すぎます。{seconds}秒後にもう一度お試しください。',
  rate_limited_later: '試行回数が多すぎます。しばらくしてからもう一度お試しください。',
  switched_off: '現在こちらではご利用いただけません。このサイトの運営者にお問い合わせください。',
  offline: 'オフラインのようです。接続を確認して、もう一度お試しください。',
  timeout: 'ログインサービスから時間内に応答がありませんでした。もう一度お試しください。',
  unreachable: '現在ログインサービスに接続できません。もう一度お試しください。',
  server: '現在ログインサービスに問題が発生しています。1分ほどしてからもう一度お試しください。',
  bad_response: 'ログインサービスの応答をこのページで処理できませんでした。',
  config: 'このページはまだログイン用に設定されていません。',
  internal: 'このページで問題が発生しました。再読み込みして、もう一度お試しください。',
  code_label: 'ログインコード',
  code_due: 'ログインコードが必要ですが、このページはまだコードの入力に対応していません。',

  caps_lock: 'Caps Lockがオンになっています',
  retry_in: '{seconds}秒後に再試行できます',
  webview: 'このログイン方法は、このアプリ内では利用できません。お使いのブラウザーでこのページを開いてください。',
  webview_open: 'ブラウザーで開く',
  webview_link: 'アドレス',
  webview_copy: 'コピー',
  webview_copied: 'コピーしました',
  webview_anyway: 'このまま試す',

  username: 'ユーザー名',
  email: 'メールアドレス',
  email_confirmation: '確認用メールアドレス',
  password: 'パスワード',
  password_confirmation: '確認用パスワード',
  first_name: '名',
  last_name: '姓',
  org_name: '組織名',
  code: 'コード',
};

export default texts;
