require 'base64'
require 'json'
require 'net/http'
require 'openssl'

# Is this token a login? And the calls that turn a signup token into a user who is logged in.
module AuthRocketSession
  # The token is no proof of anything.
  class Refused < StandardError; end
  # AuthRocket's well-formed no to a write, in sentences for the user.
  class Invalid < StandardError; end
  # AuthRocket gave no usable answer; this says nothing about the token.
  class Unavailable < StandardError; end

  Login = Struct.new(:user_id, :name, :session_id, :ends_at, keyword_init: true)

  LEEWAY = 10
  # A token comes straight from the login; one that was lying about for longer is somebody's find.
  FRESH = 120
  UNENDING_TOKEN = 6 * 3600
  # A session id (kss_…) would do for the API as well, but is no secret: only a JWT is a proof. No "/" gets through either.
  JWT_SHAPE = /\A[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\z/
  SIGNUP_TOKEN = /\Autk_[A-Za-z0-9]{1,60}\z/
  NO_ANSWER = [SystemCallError, SocketError, IOError, Timeout::Error, OpenSSL::SSL::SSLError,
               Net::ProtocolError, JSON::ParserError].freeze

  module_function

  def signup_token?(token)
    token.is_a?(String) && token.match?(SIGNUP_TOKEN)
  end

  def verify(token)
    raise Refused unless token.is_a?(String) && token.length <= 8192 && token.match?(JWT_SHAPE)

    config.jwt_secret ? verify_locally(token) : verify_by_api(token)
  end

  def verify_by_api(token)
    status, body = call(:get, "sessions/#{token}")
    raise Refused unless status == 200

    user = body['user']
    raise Unavailable, 'a body of the wrong shape' unless user.is_a?(Hash) && user['id'] && body['expires_at'].is_a?(Integer)
    raise Refused unless user['realm_id'] == config.realm

    Login.new(user_id: user['id'], name: user['name'], session_id: body['id'], ends_at: body['expires_at'])
  end

  def verify_locally(token)
    claims = claims_of(token)
    now = Time.now.to_i
    issued = claims['iat'].to_i
    ends_at = claims['exp'] || issued + UNENDING_TOKEN
    fits = issued.between?(now - FRESH - LEEWAY, now + LEEWAY) && ends_at > now - LEEWAY && claims['uid']
    # `aud` may be missing in v1; where it stands, it must be our realm.
    raise Refused unless fits && [nil, config.realm].include?(claims['aud'])

    # `tk` holds something else when the realm's sessions are unmanaged.
    session_id = claims['tk'] if claims['tk'].to_s.start_with?('kss_')
    Login.new(user_id: claims['uid'], name: claims['n'], session_id: session_id, ends_at: ends_at)
  end

  # The algorithm is ours to choose, not the token's.
  def claims_of(token)
    head, body, signature = token.split('.')
    expected = OpenSSL::HMAC.digest('SHA256', config.jwt_secret, "#{head}.#{body}")
    given = Base64.urlsafe_decode64(signature)
    is_signed = ActiveSupport::SecurityUtils.secure_compare(expected, given)
    header, claims = [head, body].map { |part| JSON.parse(Base64.urlsafe_decode64(part)) }
    raise Refused unless is_signed && header.is_a?(Hash) && header['alg'] == 'HS256' && claims.is_a?(Hash)

    claims
  rescue ArgumentError, JSON::ParserError
    raise Refused
  end

  # Makes a user of a signup token. It works once: call this when the app has decided that it wants the user.
  def create_user(signup_token, browser)
    write('users', { user: { token: signup_token }, request: browser }, 'id')
  end

  # Logs in a user who gave no password, because it just signed up.
  def log_in_user(user_id, browser)
    verify(write('sessions', { session: { user_id: user_id }, request: browser }, 'token'))
  end

  # Ends a session; one that is over already counts as ended.
  def end_session(session_id)
    call(:delete, "sessions/#{session_id}")
  end

  def write(path, body, member)
    status, reply = call(:post, path, body)
    if status >= 300
      sentences = reply['errors'].is_a?(Hash) ? reply['errors'].values.flatten : []
      raise Invalid, sentences.join('; ').presence || 'AuthRocket refused this signup.'
    end
    reply[member].is_a?(String) ? reply[member] : raise(Unavailable, 'a body of the wrong shape')
  end

  def call(method, path, body = nil)
    uri = URI.join(config.api_url, path)
    request = Net::HTTP.const_get(method.to_s.capitalize).new(uri, headers)
    request.body = body.to_json if body
    options = { use_ssl: uri.scheme == 'https', open_timeout: 5, read_timeout: 10, max_retries: 0 }
    reply = Net::HTTP.start(uri.host, uri.port, **options) { |http| http.request(request) }
    status = reply.code.to_i
    # A wrong API key (403), too many calls (429), an outage: the user is not told that the login was wrong.
    raise Unavailable, "status #{status}" if status >= 500 || [401, 402, 403, 429].include?(status)

    data = reply.body.present? ? JSON.parse(reply.body) : {}
    data.is_a?(Hash) ? [status, data] : raise(Unavailable, 'a body of the wrong shape')
  rescue *NO_ANSWER => e
    raise Unavailable, e.class.name
  end

  def headers
    { 'Accept' => 'application/json', 'Content-Type' => 'application/json',
      'X-Authrocket-Api-Key' => config.api_key, 'X-Authrocket-Realm' => config.realm }
  end

  def config
    Rails.configuration.x
  end
end
