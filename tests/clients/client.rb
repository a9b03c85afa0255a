# Ruby's libraries, as an app server uses them: one command a line comes in, one answer a line goes out.
require 'erb'
require 'json'
require 'jwt'
require 'net/http'
require 'openssl'

# Keys by `kid`; the secret of a realm that has no `kid` stands under the empty name.
def verify(command)
  rules = { algorithms: [command['algorithm']], aud: command['audience'], verify_aud: true }
  claims, = JWT.decode(command['token'], nil, true, rules) do |header|
    key = command['keys'].fetch(header['kid'] || '') { raise JWT::DecodeError, 'no such key' }
    command['algorithm'] == 'HS256' ? key : OpenSSL::PKey::RSA.new(key)
  end
  { claims: claims }
rescue JWT::DecodeError => e
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
