/** Portuguese, as in Brazil. Keys as in `en.js`; tested by `tests/browser/lang.test.js`. */

/** @satisfies {import('./en.js').Texts} */
const texts = {
  sent: 'Se conhecermos esta conta, um e-mail com um link está a caminho.',
  reset_done: 'Sua senha foi alterada. Você já pode entrar com ela.',
  verified: 'Seu endereço de e-mail está confirmado.',
  token_missing: 'Este link está incompleto ou já foi usado. Solicite um novo.',
  app_refused: 'Sua identidade foi reconhecida, mas este site não permitiu a entrada. Tente novamente.',
  app_unreachable: 'Não é possível acessar este site no momento. Tente novamente.',
  no_bridge: 'Abra esta página no aplicativo.',

  invalid_input: 'Verifique os dados informados.',
  required: '{field}: campo obrigatório',
  confirmation: '{field}: os dados não coincidem',
  refused: 'Não funcionou.',
  rate_limited: 'Muitas tentativas. Tente novamente em {seconds} segundos.',
  rate_limited_later: 'Muitas tentativas. Tente novamente daqui a pouco.',
  switched_off: 'Isto não está disponível aqui de momento. Contacte os responsáveis por este site.',
  offline: 'Parece que você está sem conexão. Verifique-a e tente novamente.',
  timeout: 'O serviço de login demorou demais para responder. Tente novamente.',
  unreachable: 'Não é possível acessar o serviço de login no momento. Tente novamente.',
  server: 'O serviço de login está com um problema no momento. Tente novamente em um minuto.',
  bad_response: 'O serviço de login deu uma resposta que esta página não entende.',
  config: 'Esta página ainda não está configurada para login.',
  internal: 'Algo deu errado nesta página. Recarregue-a e tente novamente.',
  code_label: 'Código de acesso',
  code_due: 'É necessário um código de acesso. Esta página ainda não o solicita.',

  caps_lock: 'Caps Lock está ativado',
  retry_in: 'Tente novamente em {seconds} s',
  webview: 'Esta forma de login não funciona dentro deste aplicativo. Abra esta página no seu navegador.',
  webview_open: 'Abrir no navegador',
  webview_link: 'Endereço',
  webview_copy: 'Copiar',
  webview_copied: 'Copiado',
  webview_anyway: 'Tentar mesmo assim',

  username: 'Nome de usuário',
  email: 'E-mail',
  email_confirmation: 'Confirmação do e-mail',
  password: 'Senha',
  password_confirmation: 'Confirmação da senha',
  first_name: 'Nome',
  last_name: 'Sobrenome',
  org_name: 'Organização',
  code: 'Código',
};

export default texts;
