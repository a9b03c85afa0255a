// Written as pages were for authrocket.js v1: loaded in the head, wired with jQuery, all forms in one script.
AuthRocket.setInstanceUrl({{ realms[0].url }});

$(function () {
  $('#login-form').submit(function () {
    AuthRocket.authenticate({
      username: $('#login_username').val(),
      password: $('#login_password').val()
    }, arLoginHandler);
    return false;
  });

  $('#signup-form').submit(function () {
    AuthRocket.signup({
      username: $('#signup_username').val(),
      email: $('#signup_email').val(),
      password: $('#signup_password').val(),
      password_confirmation: $('#signup_password_confirmation').val()
    }, arSignupHandler);
    return false;
  });

  $('#forgot-form').submit(function () {
    $('#forgot-errors, #forgot-done').text('');
    AuthRocket.forgotPassword({ username: $('#forgot_username').val() }, arForgotHandler);
    return false;
  });

  function arForgotHandler(response) {
    if (response.error) {
      $('#forgot-errors').text(response.error);
    } else {
      $('#forgot-done').text('If that user exists, a mail is on its way.');
    }
  }

  function arLoginHandler(response) {
    if (response.error) {
      $('#login-errors').text(response.error);
    } else {
      window.location = response.url;
    }
  }

  function arSignupHandler(response) {
    if (response.error) {
      $('#signup-errors').text(response.error);
    } else {
      window.location = response.url;
    }
  }
});
