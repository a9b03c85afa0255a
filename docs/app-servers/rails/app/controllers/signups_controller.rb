class SignupsController < ApplicationController
  before_action :require_signup_token, only: %i[confirm create]

  def new
    park_signup params[:token] if params.key?(:token)
  end

  def confirm; end

  def create
    return ask_again('Please agree to the terms.') unless params[:terms] == 'yes'

    user_id = AuthRocketSession.create_user(session[:signup_token], browser)
    session.delete(:signup_token)
    start_session AuthRocketSession.log_in_user(user_id, browser)
    redirect_to '/account', status: :see_other
  rescue AuthRocketSession::Invalid => e
    ask_again e.message
  end

  private

  def require_signup_token
    redirect_to '/signup' unless session[:signup_token]
  end

  def ask_again(error)
    @error = error
    render :confirm, status: :unprocessable_entity
  end
end
