require 'authrocket'

# NOT RUN: the gem could not be had where the samples are tested. Written after the gem's own source (2.0).
#
# The same as app/models/auth_rocket_session.rb, by the `authrocket` gem (2.x): put it there in its place, and the gem
# into your bundle. The gem reads AUTHROCKET_URL, AUTHROCKET_API_KEY, AUTHROCKET_REALM and AUTHROCKET_JWT_SECRET itself.
module AuthRocketSession
  class Refused < StandardError; end
  class Invalid < StandardError; end
  class Unavailable < StandardError; end

  Login = Struct.new(:user_id, :name, :session_id, :ends_at, keyword_init: true)

  JWT_SHAPE = /\A[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\z/
  SIGNUP_TOKEN = /\Autk_[A-Za-z0-9]{1,60}\z/

  module_function

  def signup_token?(token)
    token.is_a?(String) && token.match?(SIGNUP_TOKEN)
  end

  def verify(token)
    # The gem puts the token into an address as it stands.
    raise Refused unless token.is_a?(String) && token.length <= 8192 && token.match?(JWT_SHAPE)

    session = Rails.configuration.x.jwt_secret ? verify_locally(token) : verify_by_api(token)
    # The gem does not look at the realm.
    raise Refused unless session && [nil, Rails.configuration.x.realm].include?(session.user.realm_id)

    Login.new(user_id: session.user_id, name: session.user.name, ends_at: session.expires_at.to_i,
              session_id: session.id.to_s.start_with?('kss_') ? session.id : nil)
  end

  # `nil` for whatever is not signed with the realm's secret, over, or older than two minutes.
  def verify_locally(token)
    AuthRocket::Session.from_token(token, within: 120)
  end

  def verify_by_api(token)
    calling { AuthRocket::Session.find(token) }
  rescue AuthRocket::RecordNotFound
    nil
  end

  def create_user(signup_token, browser)
    user = calling { AuthRocket::User.create(token: signup_token, request: browser) }
    raise Invalid, user.errors.full_messages.join('; ') unless user.valid?

    user.id
  end

  def log_in_user(user_id, browser)
    verify calling { AuthRocket::Session.create(user_id: user_id, request: browser) }.token
  end

  def end_session(session_id)
    calling { AuthRocket::Session.find(session_id).delete }
  rescue AuthRocket::RecordNotFound
    nil # over already
  end

  # Whatever else goes wrong says nothing about the token.
  def calling
    yield
  rescue AuthRocket::RecordNotFound
    raise
  rescue AuthRocket::Error => e
    raise Unavailable, e.class.name
  end
end
