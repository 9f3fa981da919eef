from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .fields import LineField
from .models import User
from .views.login import AdminForm

admin.site.site_header = admin.site.site_title = "Dialogværksted"
admin.site.login_form = AdminForm
admin.site.unregister(Group)


class AccountForm(BaseUserCreationForm):
    """A new account: e-mail, name, password."""

    class Meta:
        model = User
        fields = ("email", "name", "workplace")
        field_classes: dict[str, type] = {}


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts of facilitators. Workshops and notes are not here: they belong to those who held them.

    Every administrator (``is_staff``) creates accounts, changes them, sets their passwords and switches them off. A
    superuser's account is changed by superusers alone, who alone make one and delete accounts.
    """

    add_form = AccountForm
    formfield_overrides = {models.CharField: {"form_class": LineField}}
    ordering = ("name",)
    list_display = ("name", "email", "workplace", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "workplace")}),
        (_("Adgang"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("email", "name", "workplace", "password1", "password2")}),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether it is on the administration's front page."""
        return _administers(request)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Every administrator sees every account."""
        return _administers(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Every administrator makes accounts."""
        return _administers(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Every administrator changes accounts, but not a superuser's."""
        return _administers(request) and (_is_superuser(request) or obj is None or not obj.is_superuser)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """A form in which only a superuser can make one."""
        fieldsets = super().get_fieldsets(request, obj)
        if _is_superuser(request):
            return fieldsets
        return [
            (title, {**parts, "fields": tuple(name for name in parts["fields"] if name != "is_superuser")})
            for title, parts in fieldsets
        ]


def _administers(request: HttpRequest) -> bool:
    user = request.user
    return user.is_active and user.is_staff


def _is_superuser(request: HttpRequest) -> bool:
    return request.user.is_superuser
