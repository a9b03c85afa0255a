/** French. Keys as in `en.js`; tested by `tests/browser/lang.test.js`. */

/** @satisfies {import('./en.js').Texts} */
const texts = {
  sent: 'Si nous connaissons ce compte, un e-mail contenant un lien est en route.',
  reset_done: 'Votre mot de passe a été modifié. Vous pouvez maintenant l’utiliser pour vous connecter.',
  verified: 'Votre adresse e-mail est confirmée.',
  token_missing: 'Ce lien est incomplet ou a déjà été utilisé. Veuillez en demander un nouveau.',
  app_refused: 'Votre identité est reconnue, mais ce site ne vous a pas laissé entrer. Veuillez réessayer.',
  app_unreachable: 'Ce site est injoignable pour le moment. Veuillez réessayer.',
  no_bridge: 'Veuillez ouvrir cette page dans l’application.',

  invalid_input: 'Veuillez vérifier votre saisie.',
  required: '{field}\u00a0: ce champ est obligatoire',
  confirmation: '{field}\u00a0: les deux saisies ne correspondent pas',
  refused: 'Cela n’a pas fonctionné.',
  rate_limited: 'Trop de tentatives. Veuillez réessayer dans {seconds} secondes.',
  rate_limited_later: 'Trop de tentatives. Veuillez réessayer dans quelques instants.',
  switched_off: 'Ceci n’est pas disponible ici pour le moment. Adressez-vous aux responsables de ce site.',
  offline: 'Vous semblez être hors ligne. Vérifiez votre connexion et réessayez.',
  timeout: 'Le service de connexion a mis trop de temps à répondre. Veuillez réessayer.',
  unreachable: 'Le service de connexion est injoignable pour le moment. Veuillez réessayer.',
  server: 'Le service de connexion rencontre un problème. Veuillez réessayer dans une minute.',
  bad_response: 'Le service de connexion a donné une réponse que cette page ne comprend pas.',
  config: 'Cette page n’est pas encore configurée pour la connexion.',
  internal: 'Une erreur s’est produite sur cette page. Veuillez la recharger et réessayer.',
  code_label: 'Code de connexion',
  code_due: 'Un code de connexion est nécessaire. Cette page ne le demande pas encore.',

  caps_lock: 'Verr. Maj. est activée',
  retry_in: 'Réessayer dans {seconds} s',
  webview: 'Ce mode de connexion ne fonctionne pas dans cette application. Veuillez ouvrir cette page dans votre navigateur.',
  webview_open: 'Ouvrir dans le navigateur',
  webview_link: 'Adresse',
  webview_copy: 'Copier',
  webview_copied: 'Copiée',
  webview_anyway: 'Essayer quand même',

  username: 'Nom d’utilisateur',
  email: 'Adresse e-mail',
  email_confirmation: 'Confirmation de l’adresse e-mail',
  password: 'Mot de passe',
  password_confirmation: 'Confirmation du mot de passe',
  first_name: 'Prénom',
  last_name: 'Nom',
  org_name: 'Organisation',
  code: 'Code',
};

export default texts;
