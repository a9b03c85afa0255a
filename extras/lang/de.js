/** German. Keys as in `en.js`; tested by `tests/browser/lang.test.js`. */

/** @satisfies {import('./en.js').Texts} */
const texts = {
  sent: 'Falls wir dieses Konto kennen, ist eine E-Mail mit einem Link unterwegs.',
  reset_done: 'Ihr Passwort ist geändert. Sie können sich jetzt damit anmelden.',
  verified: 'Ihre E-Mail-Adresse ist bestätigt.',
  token_missing: 'Dieser Link ist unvollständig oder wurde schon benutzt. Bitte fordern Sie einen neuen an.',
  app_refused: 'Ihre Anmeldung ist gültig, aber diese Website hat Sie nicht eingelassen. Bitte versuchen Sie es noch einmal.',
  app_unreachable: 'Diese Website ist gerade nicht erreichbar. Bitte versuchen Sie es noch einmal.',
  no_bridge: 'Bitte öffnen Sie diese Seite in der App.',

  invalid_input: 'Bitte prüfen Sie Ihre Eingaben.',
  required: '{field}: Bitte ausfüllen',
  confirmation: '{field}: Die Eingaben stimmen nicht überein',
  refused: 'Das hat nicht geklappt.',
  rate_limited: 'Zu viele Versuche. Bitte versuchen Sie es in {seconds} Sekunden noch einmal.',
  rate_limited_later: 'Zu viele Versuche. Bitte versuchen Sie es etwas später noch einmal.',
  switched_off: 'Das ist hier zurzeit nicht verfügbar. Bitte wenden Sie sich an die Betreiber dieser Website.',
  offline: 'Sie scheinen offline zu sein. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  timeout: 'Der Anmeldedienst hat nicht rechtzeitig geantwortet. Bitte versuchen Sie es noch einmal.',
  unreachable: 'Der Anmeldedienst ist gerade nicht erreichbar. Bitte versuchen Sie es noch einmal.',
  server: 'Der Anmeldedienst hat gerade ein Problem. Bitte versuchen Sie es in einer Minute noch einmal.',
  bad_response: 'Der Anmeldedienst hat eine Antwort gegeben, die diese Seite nicht versteht.',
  config: 'Diese Seite ist noch nicht für die Anmeldung eingerichtet.',
  internal: 'Auf dieser Seite ist etwas schiefgegangen. Bitte laden Sie sie neu und versuchen Sie es noch einmal.',
  code_label: 'Anmeldecode',
  code_due: 'Ein Anmeldecode wird benötigt. Diese Seite fragt noch nicht danach.',

  caps_lock: 'Die Feststelltaste ist aktiv',
  retry_in: 'Wieder möglich in {seconds} s',
  webview: 'Diese Art der Anmeldung funktioniert in dieser App nicht. Bitte öffnen Sie diese Seite in Ihrem Browser.',
  webview_open: 'Im Browser öffnen',
  webview_link: 'Adresse',
  webview_copy: 'Kopieren',
  webview_copied: 'Kopiert',
  webview_anyway: 'Trotzdem versuchen',

  username: 'Benutzername',
  email: 'E-Mail-Adresse',
  email_confirmation: 'E-Mail-Adresse wiederholen',
  password: 'Passwort',
  password_confirmation: 'Passwort wiederholen',
  first_name: 'Vorname',
  last_name: 'Nachname',
  org_name: 'Organisation',
  code: 'Code',
};

export default texts;
