require 'base64'
require 'json'
require 'jwt'
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

  ISSUER = 'https://authrocket.com'.freeze
  V2_LEEWAY = 5

  module_function

  # AuthRocket 2 has none: there a signup is a login.
  def signup_token?(token)
    !config.is_v2 && token.is_a?(String) && token.match?(SIGNUP_TOKEN)
  end

  def verify(token)
    raise Refused unless token.is_a?(String) && token.length <= 8192 && token.match?(JWT_SHAPE)

    return verify_by_api(token) unless config.is_local

    config.is_v2 ? verify_by_key_set(token) : verify_by_secret(token)
  end

  def verify_by_api(token)
    status, body = call(:get, "sessions/#{token}")
    raise Refused unless status == 200

    user = body['user']
    raise Unavailable, 'a body of the wrong shape' unless user.is_a?(Hash) && user['id'] && body['expires_at'].is_a?(Integer)
    raise Refused unless user['realm_id'] == config.realm

    Login.new(user_id: user['id'], name: user['name'], session_id: body['id'], ends_at: body['expires_at'])
  end

  def verify_by_secret(token)
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

  # A token is handed out again while its session is remembered, so its age says nothing.
  def verify_by_key_set(token)
    rules = { algorithms: ['RS256'], iss: ISSUER, verify_iss: true, exp_leeway: V2_LEEWAY,
              required_claims: %w[exp sub], jwks: method(:key_set) }
    claims, = JWT.decode(token, nil, true, rules)
    raise Refused unless claims['rid'] == config.realm

    Login.new(user_id: claims['sub'], name: claims['name'] || claims['email'], session_id: claims['sid'],
              ends_at: claims['exp'])
  rescue JWT::DecodeError, JWT::JWKError
    raise Refused
  end

  # The realm's public keys: kept for an hour, and loaded again for one that is not among them, but not for every made-up one.
  def key_set(wanted)
    again = wanted[:kid_not_found] && !Rails.cache.read('authrocket.keys.asked')
    Rails.cache.write('authrocket.keys.asked', true, expires_in: 10.seconds) if again
    Rails.cache.fetch('authrocket.keys', expires_in: 1.hour, force: again) { load_keys }
  end

  def load_keys
    uri = URI.join(config.instance_url, '/connect/jwks')
    status, set = answer(uri, Net::HTTP::Get.new(uri))
    status == 200 ? set : raise(Unavailable, "status #{status}")
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
    answer(uri, request)
  end

  def answer(uri, request)
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
    x = 'X-' unless config.is_v2
    { 'Accept' => 'application/json', 'Content-Type' => 'application/json',
      "#{x}Authrocket-Api-Key" => config.api_key, "#{x}Authrocket-Realm" => config.realm }
  end

  def config
    Rails.configuration.x
  end
end
