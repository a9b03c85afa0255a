# A Rails app that takes AuthRocket's tokens, in as few files as Rails allows.
#
# Run against the emulator by `SAMPLES=rails cargo test -p authrocket-tests --test samples`: Ruby 3.1.2, Rails 6.1.7.10, puma 5.6.5,
# jwt 2.5.0, without the `authrocket` gem; all cases pass. with_gem/auth_rocket_session.rb uses the gem, and has not been run.
require 'rails'
require 'action_controller/railtie'

class SampleApp < Rails::Application
  config.root = File.expand_path('..', __dir__)
  config.load_defaults 6.1
  config.secret_key_base = ENV.fetch('SESSION_SECRET')
  config.eager_load = true
  config.consider_all_requests_local = false
  config.hosts << 'localhost'
  config.force_ssl = ENV['APP_ENV'] == 'production'
  config.logger = ActiveSupport::Logger.new($stdout)

  # On the server, so that a logout also ends copies of the cookie. In production: a shared store.
  # Lax, not Strict: the way back from the hosted pages comes from another site.
  config.cache_store = :memory_store
  config.session_store :cache_store, key: 'sample_session', same_site: :lax, secure: config.force_ssl

  # The login handler's address holds the token: keep it out of the log.
  config.filter_parameters += %i[token password]
  config.action_dispatch.default_headers = {
    'Referrer-Policy' => 'same-origin', # and keep it from what the address leads to
    'X-Content-Type-Options' => 'nosniff',
    'Cache-Control' => 'no-store'
  }
  config.content_security_policy do |policy|
    instance = URI.join(ENV.fetch('LOGINROCKET_URL'), '/').to_s.chomp('/')
    policy.default_src :none
    policy.script_src :self, "'wasm-unsafe-eval'"
    policy.connect_src :self, instance
    policy.form_action :self, instance
    policy.base_uri :none
    policy.frame_ancestors :none
  end

  config.x.instance_url = "#{ENV.fetch('LOGINROCKET_URL').chomp('/')}/"
  config.x.api_url = "#{ENV.fetch('AUTHROCKET_URL').chomp('/')}/"
  config.x.api_key = ENV.fetch('AUTHROCKET_API_KEY')
  config.x.realm = ENV.fetch('AUTHROCKET_REALM')
  # AuthRocket 2: its API's address says so.
  config.x.is_v2 = config.x.api_url.end_with?('/v2/')
  # To check tokens here instead of asking.
  config.x.is_local = ENV['AUTHROCKET_VERIFY'] == 'local'
  # Its characters are the key as they stand; nothing is decoded. AuthRocket 2 publishes its keys instead.
  config.x.jwt_secret = config.x.is_local && !config.x.is_v2 ? ENV.fetch('AUTHROCKET_JWT_SECRET') : nil
  # The library's script; copy it to public/.
  config.x.script = ENV.fetch('AUTHROCKET_JS') { File.expand_path('../../../../pkg/authrocket.js', __dir__) }
end

Rails.application.initialize!
