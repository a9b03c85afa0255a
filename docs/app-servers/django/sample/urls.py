from django.urls import path
from django.views.generic import RedirectView

from accounts import views

urlpatterns = [
    path("", RedirectView.as_view(url="/account")),
    path("authrocket.js", views.script),
    path("login", views.login),
    path("signup", views.signup),
    path("signup/confirm", views.confirm),
    path("account", views.account),
    path("logout", views.logout),
]
