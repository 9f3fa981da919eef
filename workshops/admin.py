from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from .fields import LineField
from .models import AuditEvent, Link, User, Workshop, two_steps
from .models.links import PASSWORD_LINK_LASTS
from .views.login import administration

ACCESS = {"is_active": _("aktiv"), "is_staff": _("administrator"), "is_superuser": _("superbruger")}

admin.site.site_header = admin.site.site_title = "Dialogværksted"
admin.site.login = administration  # type: ignore[method-assign]  # the same two steps for all
admin.site.unregister([Group, StaticDevice, TOTPDevice])  # nobody reads the keys of others' apps


class AccountForm(BaseUserCreationForm):
    """A new account: e-mail, name, password."""

    class Meta:
        model = User
        fields = ("email", "name", "workplace")
        field_classes: dict[str, type] = {}


class Administered(admin.ModelAdmin):
    """What every administrator (``is_staff``) sees, and can change where its class says so."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether it is on the administration's front page."""
        return _administers(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Every administrator sees all of it."""
        return _administers(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is made here, unless its class says so."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nothing is changed here, unless its class says so."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nothing is deleted here, unless its class says so."""
        return False


@admin.register(User)
class AccountAdmin(Administered, UserAdmin):
    """Accounts of facilitators.

    Every administrator (``is_staff``) creates accounts, changes them, sets their passwords and switches them off. A
    superuser's account is changed by superusers alone, who alone make one and delete accounts.
    """

    add_form = AccountForm
    formfield_overrides = {models.CharField: {"form_class": LineField}}
    ordering = ("name",)
    list_display = ("name", "email", "workplace", "is_active", "is_staff", "has_two_steps")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")
    filter_horizontal = ()
    actions = ("make_password_links", "turn_two_steps_off")
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "workplace")}),
        (_("Adgang"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("email", "name", "workplace", "password1", "password2")}),
    )

    @admin.action(description=_("Lav et link til en ny adgangskode"), permissions=["change"])
    def make_password_links(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """A link for each account that was chosen, to be handed over by the administrator, shown this once."""
        users = [each for each in queryset.filter(is_active=True) if self.has_change_permission(request, each)]
        if not users:
            self.message_user(request, gettext("Vælg en konto, der er aktiv, og som du må ændre."), messages.ERROR)
            return None
        links = [Link.objects.make(Link.Purpose.PASSWORD, PASSWORD_LINK_LASTS, user=each) for each in users]
        for link in links:
            AuditEvent.objects.note(AuditEvent.What.SHARED, link)
        context = {**self.admin_site.each_context(request), "links": links, "site": settings.SITE_URL}
        return TemplateResponse(request, "admin/workshops/user/password_links.html", context)

    @admin.action(description=_("Slå log ind i to trin fra, når telefonen er væk"), permissions=["change"])
    def turn_two_steps_off(self, request: HttpRequest, queryset: Any) -> None:
        """Let the accounts that were chosen log in with the password alone; theirs is the app that is gone."""
        users = [each for each in queryset if self.has_change_permission(request, each) and two_steps.are_on(each)]
        for each in users:
            two_steps.turn_off(each)
        self.message_user(
            request, gettext("Slået fra: %s") % (", ".join(each.name for each in users) or gettext("ingen"))
        )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(two_steps=Exists(two_steps.of(OuterRef("pk"))))

    @admin.display(description=_("to trin"), boolean=True, ordering="two_steps")
    def has_two_steps(self, user: Any) -> bool:
        return bool(user.two_steps)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Every administrator makes accounts."""
        return _administers(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Every administrator changes accounts, but not a superuser's."""
        return _administers(request) and (_is_superuser(request) or not getattr(obj, "is_superuser", False))

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Superusers delete accounts."""
        return _administers(request) and _is_superuser(request)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and ACCESS.keys() & set(form.changed_data):
            AuditEvent.objects.note(AuditEvent.What.ACCOUNT_CHANGED, f"{obj.signature}: {_access(obj)}")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with accounts; and the workshops nobody could act in then, which stop it."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        alone = Workshop.objects.left_alone_by(*objs).order_by("pk")
        return deleted, counts, needed, protected + [_link_to(workshop) for workshop in alone]

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """A form in which only a superuser can make one."""
        fieldsets = super().get_fieldsets(request, obj)
        if _is_superuser(request):
            return fieldsets
        return [
            (title, {**parts, "fields": tuple(name for name in parts["fields"] if name != "is_superuser")})
            for title, parts in fieldsets
        ]


class OwnerForm(forms.ModelForm):
    """Who is responsible for a workshop."""

    class Meta:
        model = Workshop
        fields = ("owner",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "owner" in self.fields:
            self.fields["owner"].required = True


class Abandoned(admin.SimpleListFilter):
    """Workshops that nobody can act in."""

    title = parameter_name = "ordstyrere"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("ingen", _("ingen, der kan logge ind"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.without_anyone() if self.value() else queryset


@admin.register(Workshop)
class WorkshopAdmin(Administered):
    """Which workshops there are and whose they are, and nothing that was written in them.

    An administrator makes someone responsible where nobody else can: an account was switched off, or is to be deleted.
    """

    form = OwnerForm
    list_display = ("title", "workplace", "owner", "state", "starts_at")
    list_filter = ("state", Abandoned)
    list_select_related = ("owner",)
    search_fields = ("title", "workplace", "owner__name", "owner__email")
    fields = ("title", "workplace", "state", "starts_at", "who_runs_it", "owner")
    readonly_fields = ("title", "workplace", "state", "starts_at", "who_runs_it")

    def get_queryset(self, request: HttpRequest) -> Any:
        return Workshop.objects.real().only(*self.list_display)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Every administrator makes someone responsible."""
        return _administers(request)

    @admin.display(description=_("ordstyrere"))
    def who_runs_it(self, workshop: Workshop) -> str:
        return ", ".join(f"{each.name} ({each.email})" for each in workshop.facilitators.order_by("name"))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Someone who can log in."""
        kwargs["queryset"] = User.objects.filter(is_active=True).order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Workshop, form: forms.ModelForm, change: bool) -> None:
        obj.entrust(form.cleaned_data["owner"])


@admin.register(AuditEvent)
class AuditEventAdmin(Administered):
    """Who did what. Nobody writes in it, and nobody takes anything out of it."""

    list_display = ("at", "what", "about", "who_did_it", "typed", "source")
    list_display_links = None
    list_filter = ("what", "at")
    search_fields = ("who", "about", "=typed", "=source")

    @admin.display(description=_("hvem"), ordering="who")
    def who_did_it(self, event: AuditEvent) -> str:
        is_nobody = event.what in (AuditEvent.What.LOG_IN_FAILED, AuditEvent.What.LINK_USED)
        return event.who or ("" if is_nobody else gettext("serveren"))


def _access(user: User) -> str:
    """What an account may now."""
    return ", ".join(str(said) for name, said in ACCESS.items() if getattr(user, name)) or gettext("ingen adgang")


def _link_to(workshop: Workshop) -> str:
    address = reverse("admin:workshops_workshop_change", args=[workshop.pk])
    said = gettext("Workshoppen »%s« har ingen anden ordstyrer. Gør en anden ansvarlig for den først.")
    return format_html('<a href="{}">{}</a>', address, said % workshop)


def _administers(request: HttpRequest) -> bool:
    user = request.user
    return user.is_active and user.is_staff


def _is_superuser(request: HttpRequest) -> bool:
    return request.user.is_superuser
