# Ruby's libraries, as an app server uses them: one command a line comes in, one answer a line goes out.
require 'erb'
require 'json'
require 'jwt'
require 'net/http'
require 'openssl'

# A public key in PEM; AuthRocket 2 also gives it bare, for its own libraries to put it between these lines.
def pem(key)
  return key if key.start_with?('-----')

  ['-----BEGIN PUBLIC KEY-----', *key.scan(/.{1,64}/), '-----END PUBLIC KEY-----', ''].join("\n")
end

KEY_SETS = {}

# The key set at an address; it is kept, and loaded again for a key that it does not have.
def key_set(url)
  lambda do |wanted|
    KEY_SETS.delete(url) if wanted[:kid_not_found]
    KEY_SETS[url] ||= call('method' => 'GET', 'url' => url, 'headers' => {})[:body]
  end
end

# Keys by `kid`; the secret of a realm that has no `kid` stands under the empty name.
def named(command, kid)
  key = command['keys'].fetch(kid || '') { raise JWT::DecodeError, 'no such key' }
  command['algorithm'] == 'HS256' ? key : OpenSSL::PKey::RSA.new(pem(key))
end

def verify(command)
  rules = { algorithms: [command['algorithm']], exp_leeway: command['leeway'] || 0,
            aud: command['audience'], verify_aud: command.key?('audience'),
            iss: command['issuer'], verify_iss: command.key?('issuer') }
  claims, =
    if command['jwks']
      JWT.decode(command['token'], nil, true, jwks: key_set(command['jwks']), **rules)
    else
      JWT.decode(command['token'], nil, true, rules) { |header| named(command, header['kid']) }
    end
  { claims: claims }
rescue JWT::DecodeError, JWT::JWKError => e
  { refused: "#{e.class}: #{e.message}" }
end

def call(command)
  address = URI.parse(command['url'])
  request = Net::HTTP.const_get(command['method'].capitalize).new(address.request_uri, command['headers'])
  if command['json']
    request.content_type = 'application/json'
    request.body = JSON.generate(command['json'])
  elsif command['form']
    request.set_form_data(command['form'])
  end
  http = Net::HTTP.new(address.host, address.port, nil)
  http.read_timeout = 10
  reply = http.request(request)
  { status: reply.code.to_i, body: reply.body.to_s.empty? ? nil : JSON.parse(reply.body) }
end

WORK = {
  'verify' => method(:verify),
  'call' => method(:call),
  'escape' => ->(command) { { text: ERB::Util.url_encode(command['text']) } }
}.freeze

$stdout.sync = true
$stdin.each_line do |line|
  command = JSON.parse(line)
  answer =
    begin
      WORK.fetch(command['do']).call(command)
    rescue StandardError => e
      { failed: e.full_message(highlight: false) }
    end
  puts JSON.generate(answer)
end
