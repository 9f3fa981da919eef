from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import Group
from django.db import models
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
    """Accounts of facilitators. Workshops and notes are not here: they belong to those who held them."""

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
