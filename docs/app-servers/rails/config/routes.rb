Rails.application.routes.draw do
  root to: redirect('/account')
  get 'authrocket.js', to: 'accounts#script', format: false

  get 'login', to: 'logins#new'
  post 'login', to: 'logins#create'
  post 'logout', to: 'logins#destroy'

  get 'signup', to: 'signups#new'
  post 'signup', to: 'logins#create' # in a realm that signs up users, the token is that of a login
  get 'signup/confirm', to: 'signups#confirm'
  post 'signup/confirm', to: 'signups#create'

  get 'account', to: 'accounts#show'
end
