import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_NAMES_THE_FIRST = """
ALTER TABLE claims_fraudproposal ADD CONSTRAINT proposal_people UNIQUE (id, prepared_by, approved_by);
ALTER TABLE claims_fraudproposal ADD CONSTRAINT proposal_names_the_first_two
    FOREIGN KEY (reconsiders_id, first_prepared_by, first_approved_by)
    REFERENCES claims_fraudproposal (id, prepared_by, approved_by);
"""
_NAMES_NOBODY = """
ALTER TABLE claims_fraudproposal DROP CONSTRAINT proposal_names_the_first_two;
ALTER TABLE claims_fraudproposal DROP CONSTRAINT proposal_people;
"""


def name_the_first(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever decided first cannot be named otherwise than in the decision that is reconsidered."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_NAMES_THE_FIRST)


def name_nobody(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_NAMES_NOBODY)


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0002_examined_under"),
        ("compensation", "0002_room_beside_a_coupon"),
    ]

    operations = [
        migrations.CreateModel(
            name="FraudContact",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="fraud_contact",
                        serialize=False,
                        to="claims.claim",
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="受付番号")),
                ("at", models.DateTimeField(verbose_name="最初の連絡の日時")),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=80)),
                ("ended_because", models.TextField(blank=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="fraudproposal",
            name="proposal_reconsidered_by_a_third",
        ),
        migrations.AddField(
            model_name="fraudquestion",
            name="answer_by",
            field=models.DateField(default=django.utils.timezone.now, verbose_name="回答の目安日"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="call",
            name="category",
            field=models.CharField(
                choices=[
                    ("balance", "残額の補償 balance"),
                    ("docked", "障害時の二重の引き落とし docked"),
                    ("other_event", "障害時のその他の事象 event"),
                    ("never_issued", "発行されなかった unissued"),
                    ("charge_failed", "チャージできなかった uncharged"),
                    ("link", "受取リンク link"),
                    ("status", "状況の確認 status"),
                    ("elsewhere", "ほかの都道府県 elsewhere"),
                    ("misuse", "不正利用の連絡 misuse"),
                    ("complaint", "ご意見・苦情 complaint"),
                    ("other", "その他 other"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="fraudproposal",
            name="reconsiders",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reconsidered_in",
                to="claims.fraudproposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="fraudproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("first_approved_by", ""), ("first_prepared_by", ""), ("reconsiders__isnull", True)),
                    models.Q(
                        ("reconsiders__isnull", False),
                        models.Q(("first_prepared_by", ""), _negated=True),
                        models.Q(("first_approved_by", ""), _negated=True),
                        models.Q(("prepared_by", models.F("first_prepared_by")), _negated=True),
                        models.Q(("prepared_by", models.F("first_approved_by")), _negated=True),
                        models.Q(("approved_by", models.F("first_prepared_by")), _negated=True),
                        models.Q(("approved_by", models.F("first_approved_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="proposal_reconsidered_by_a_third",
            ),
        ),
        migrations.AddConstraint(
            model_name="fraudproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("returned_at__isnull", True)),
                fields=("reconsiders",),
                name="a_decision_reconsidered_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="fraudproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("approved_at__isnull", False), ("reconsiders__isnull", True)),
                fields=("claim",),
                name="one_first_decision_a_claim",
            ),
        ),
        migrations.AddField(
            model_name="fraudcontact",
            name="call",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="fraud_contact", to="claims.call"
            ),
        ),
        migrations.AddConstraint(
            model_name="fraudcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_because", ""), ("ended_by", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        models.Q(("ended_by", ""), _negated=True),
                        models.Q(("ended_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="contact_ended_by_whom_and_why",
            ),
        ),
        migrations.RunPython(name_the_first, name_nobody),
    ]
