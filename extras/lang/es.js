/** Spanish. Keys as in `en.js`; tested by `tests/browser/lang.test.js`. */

/** @satisfies {import('./en.js').Texts} */
const texts = {
  sent: 'Si conocemos esta cuenta, en breve recibirá un correo con un enlace.',
  reset_done: 'Su contraseña se ha cambiado. Ya puede iniciar sesión con ella.',
  verified: 'Su dirección de correo está confirmada.',
  token_missing: 'Este enlace está incompleto o ya se ha utilizado. Solicite uno nuevo.',
  app_refused: 'Su identidad es correcta, pero este sitio no le ha dejado entrar. Inténtelo de nuevo.',
  app_unreachable: 'No se puede conectar con este sitio en este momento. Inténtelo de nuevo.',
  no_bridge: 'Abra esta página en la aplicación.',

  invalid_input: 'Revise los datos introducidos.',
  required: '{field}: este campo es obligatorio',
  confirmation: '{field}: los datos no coinciden',
  refused: 'No ha funcionado.',
  rate_limited: 'Demasiados intentos. Inténtelo de nuevo en {seconds} segundos.',
  rate_limited_later: 'Demasiados intentos. Inténtelo de nuevo dentro de un momento.',
  switched_off: 'Esto no está disponible aquí en este momento. Consulte a los responsables de este sitio.',
  offline: 'Parece que no tiene conexión. Compruébela e inténtelo de nuevo.',
  timeout: 'El servicio de inicio de sesión ha tardado demasiado en responder. Inténtelo de nuevo.',
  unreachable: 'No se puede conectar con el servicio de inicio de sesión en este momento. Inténtelo de nuevo.',
  server: 'El servicio de inicio de sesión tiene un problema en este momento. Inténtelo de nuevo en un minuto.',
  bad_response: 'El servicio de inicio de sesión ha dado una respuesta que esta página no entiende.',
  config: 'Esta página todavía no está configurada para iniciar sesión.',
  internal: 'Algo ha fallado en esta página. Vuelva a cargarla e inténtelo de nuevo.',
  code_label: 'Código de inicio de sesión',
  code_due: 'Se necesita un código de inicio de sesión. Esta página todavía no lo pide.',

  caps_lock: 'Bloq Mayús está activado',
  retry_in: 'Reintentar en {seconds} s',
  webview: 'Esta forma de iniciar sesión no funciona dentro de esta aplicación. Abra esta página en su navegador.',
  webview_open: 'Abrir en el navegador',
  webview_link: 'Dirección',
  webview_copy: 'Copiar',
  webview_copied: 'Copiada',
  webview_anyway: 'Intentarlo de todos modos',

  username: 'Nombre de usuario',
  email: 'Correo electrónico',
  email_confirmation: 'Confirmación del correo electrónico',
  password: 'Contraseña',
  password_confirmation: 'Confirmación de la contraseña',
  first_name: 'Nombre',
  last_name: 'Apellidos',
  org_name: 'Organización',
  code: 'Código',
};

export default texts;
