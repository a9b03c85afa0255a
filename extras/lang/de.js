/** German. Keys as in `en.js`; tested by `tests/browser/lang.test.js`. */

/** @satisfies {import('./en.js').Texts} */
const texts = {
  sent: 'Falls wir dieses Konto kennen, ist eine E-Mail mit einem Link unterwegs.',
  reset_done: 'Ihr Passwort ist geändert. Sie können sich jetzt damit anmelden.',
  verified: 'Ihre E-Mail-Adresse ist bestätigt.',
  verification_required: 'Fast geschafft: Bitte bestätigen Sie Ihre E-Mail-Adresse. Eine E-Mail mit einem Link ist unterwegs.',
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

  // Messages of the service; each key is made from the English message.
  login_failed: 'Die Anmeldung ist fehlgeschlagen. Bitte prüfen Sie Ihre Angaben.',
  error_validating_code: 'Der Code ist falsch oder abgelaufen.',
  please_verify_your_email_address_before_you_log_in_see_the_mail_that_we_have_sent_you:
    'Bitte bestätigen Sie Ihre E-Mail-Adresse, bevor Sie sich anmelden. Den Link finden Sie in unserer E-Mail.',
  this_account_needs_a_second_step_which_this_page_does_not_offer:
    'Dieses Konto braucht einen zweiten Schritt, den diese Seite nicht anbietet.',
  can_t_be_blank: '{field}: Diese Angabe fehlt',
  has_already_been_taken: '{field}: ist schon vergeben',
  is_invalid: '{field}: ist ungültig',
  is_not_used_for_logins_here: '{field}: wird hier nicht zur Anmeldung verwendet',
  is_too_short_minimum_is_characters: '{field}: zu kurz (mindestens {number} Zeichen)',
  is_too_short: '{field}: zu kurz',
  must_include_a_lower_case_letter: '{field}: ein Kleinbuchstabe fehlt',
  must_include_an_upper_case_letter: '{field}: ein Großbuchstabe fehlt',
  must_include_a_digit: '{field}: eine Ziffer fehlt',
  must_include_a_special_character: '{field}: ein Sonderzeichen fehlt',
  is_too_easy_to_guess: '{field}: zu leicht zu erraten',
  doesn_t_match_password: '{field}: stimmt nicht mit dem Passwort überein',
  doesn_t_match_email: '{field}: stimmt nicht mit der E-Mail-Adresse überein',
  is_invalid_used_or_expired: 'Dieser Link ist ungültig, abgelaufen oder wurde schon benutzt.',
  session_is_unknown_or_has_ended: 'Diese Sitzung ist unbekannt oder beendet.',
};

export default texts;
