class LoginsController < ApplicationController
  # `navigate`: AuthRocket's `url` leads here with a token. Without one it is the login page.
  def new
    take_token if params.key?(:token)
  end

  # `post` and `fetch`: the page hands the token over.
  def create
    take_token
  end

  def destroy
    session_id = current_login&.session_id
    reset_session
    begin
      AuthRocketSession.end_session(session_id) if session_id
    rescue AuthRocketSession::Unavailable => e
      # Ours has ended in any case; the one at AuthRocket ends by itself if it cannot be told now.
      logger.warn "logout at AuthRocket: #{e.message}"
    end
    redirect_to '/login', status: :see_other
  end

  private

  def take_token
    token = params[:token]
    # A Connected App without a signup handler sends signup tokens to the login handler.
    return park_signup(token) if AuthRocketSession.signup_token?(token)

    start_session AuthRocketSession.verify(token)
    go_on safe_path(params[:redir])
  end

  # `redir` comes from outside: only a path of our own is followed. One slash first, and nothing a browser would read as another.
  def safe_path(redir)
    redir.is_a?(String) && redir.match?(%r{\A/(?![/\\])[^\x00-\x20\x7f\\]*\z}) ? redir : '/account'
  end
end
