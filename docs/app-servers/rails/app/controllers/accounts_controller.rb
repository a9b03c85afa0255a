class AccountsController < ApplicationController
  skip_forgery_protection only: :script # a script tag may fetch it

  def show
    redirect_to '/login' unless current_login
  end

  def script
    send_file Rails.configuration.x.script, type: 'text/javascript', disposition: 'inline'
  end
end
