"""Members of staff, the offices they work for, and who works for which."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from foundation.staff.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes members of staff; names are unique whatever their case."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """A member of staff with a hashed password, or with none that could be used."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db, force_insert=True)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        """An administrator: what Django's own command makes."""
        return self.create_user(username, password, **{**fields, "role": Role.ADMINISTRATOR})

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. The role says what they may do, memberships say for which offices.

    Nobody is deleted: what they did names them. An account is switched off, by whom and when stands beside it.
    """

    username = models.CharField("ユーザー名", max_length=150, unique=True, validators=[UnicodeUsernameValidator()])
    display_name = models.CharField("表示名", max_length=100)
    email = models.EmailField("メールアドレス", blank=True)
    role = models.CharField("役割", max_length=20, choices=Role.choices)
    is_active = models.BooleanField("有効", default=True)
    deactivated_at = models.DateTimeField("停止日時", null=True, blank=True)
    deactivated_by = models.CharField("停止者", max_length=150, blank=True)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    offices: models.ManyToManyField[Office, Membership] = models.ManyToManyField("Office", through="Membership")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["display_name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "職員"
        verbose_name_plural = "職員"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("username"), name="user_username_any_case"),
            models.CheckConstraint(name="user_named", condition=~Q(username="") & ~Q(display_name="")),
            models.CheckConstraint(name="user_role", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="user_off_who_when",
                condition=Q(is_active=True, deactivated_at=None, deactivated_by="")
                | Q(is_active=False, deactivated_at__isnull=False) & ~Q(deactivated_by=""),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_staff(self) -> bool:
        """Whether the master-data admin opens."""
        return self.role == Role.ADMINISTRATOR

    def has_perm(self, _perm: str, _obj: object = None) -> bool:
        """Everything for administrators, nothing for the others: what else they may do hangs on their role."""
        return self.is_active and self.role == Role.ADMINISTRATOR

    def has_module_perms(self, app_label: str) -> bool:
        return self.has_perm(app_label)

    def get_short_name(self) -> str:
        return self.display_name


class Office(models.Model):
    """A body whose cases are kept apart from the others'."""

    slug = models.SlugField(unique=True)
    name_ja = models.CharField("名称", max_length=100)
    name_en = models.CharField("名称（英語）", max_length=100)

    class Meta:
        verbose_name = "事務局"
        verbose_name_plural = "事務局"
        constraints: ClassVar = [
            models.CheckConstraint(name="office_named", condition=~Q(slug="") & ~Q(name_ja="") & ~Q(name_en="")),
        ]


class Membership(models.Model):
    """A member of staff works for an office since `added_at`, on the word of `added_by`."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="memberships")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="membership_once", fields=["user", "office"]),
            models.CheckConstraint(name="membership_who", condition=~Q(added_by="")),
        ]
