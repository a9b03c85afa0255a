class ApplicationController < ActionController::Base
  # Takes the form's `authenticity_token` or the header `X-CSRF-Token`.
  protect_from_forgery with: :exception

  rescue_from ActionController::InvalidAuthenticityToken do
    refuse :forbidden, 'This page is out of date. Load it again and repeat.'
  end
  rescue_from AuthRocketSession::Refused, AuthRocketSession::Invalid do
    refuse :unauthorized, 'This login is not valid any more. Please log in again.'
  end
  rescue_from AuthRocketSession::Unavailable do |error|
    logger.warn "AuthRocket: #{error.message}"
    refuse :service_unavailable, 'We cannot check your login right now. Please try again in a moment.'
  end

  private

  def current_login
    login = session[:login]
    AuthRocketSession::Login.new(**login.symbolize_keys) if login && login['ends_at'] > Time.now.to_i
  end
  helper_method :current_login

  # A new session without anything of the old one, so that an id known before the login is worth nothing after it.
  def start_session(login)
    reset_session
    session[:login] = login.to_h.stringify_keys
  end

  # Only remembers the token: opening an address makes no user.
  def park_signup(token)
    raise AuthRocketSession::Refused unless AuthRocketSession.signup_token?(token)

    session[:signup_token] = token
    go_on '/signup/confirm'
  end

  def wants_json?
    request.post? && request.headers['Accept'].to_s.start_with?('application/json')
  end

  # To an address without the token; the `fetch` delivery is told it instead.
  def go_on(path)
    wants_json? ? render(json: { redirect: path }) : redirect_to(path, status: :see_other)
  end

  def refuse(status, text)
    return render(json: { error: text }, status: status) if wants_json?

    @text = text
    render 'logins/refused', status: status, formats: :html
  end

  def browser
    { ip: request.remote_ip, client: request.user_agent }
  end
end
