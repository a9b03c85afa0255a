"""Django's users, found and made by AuthRocket's user id."""

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend


class AuthRocketBackend(BaseBackend):
    def authenticate(self, request, authrocket_login=None):
        """Takes a login that `authrocket.verify_login` gave, and nothing else."""
        if authrocket_login is None:
            return None
        user, is_new = get_user_model().objects.get_or_create(username=authrocket_login.user_id)
        if is_new:
            user.set_unusable_password()
        user.first_name = authrocket_login.name[:150]
        user.save()
        return user if user.is_active else None

    def get_user(self, user_id):
        return get_user_model().objects.filter(pk=user_id, is_active=True).first()
