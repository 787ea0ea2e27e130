"""first registers."""

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = (
    """CREATE TABLE meta (
        "key" TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY ("key")
)""",
    """CREATE TABLE step (
        number INTEGER NOT NULL,
        verb TEXT NOT NULL,
        title TEXT NOT NULL,
        operator TEXT NOT NULL,
        at TEXT NOT NULL,
        rows INTEGER NOT NULL,
        takes_back INTEGER,
        PRIMARY KEY (number),
        FOREIGN KEY(takes_back) REFERENCES step (number)
)
 STRICT""",
    """CREATE INDEX ix_step_takes_back ON step (takes_back)
        WHERE takes_back IS NOT NULL""",
    """CREATE TABLE change (
        number INTEGER NOT NULL,
        step INTEGER NOT NULL,
        register TEXT NOT NULL,
        uid TEXT NOT NULL,
        action TEXT NOT NULL,
        "before" TEXT,
        "after" TEXT,
        revision INTEGER NOT NULL,
        takes_back INTEGER,
        PRIMARY KEY (number)
)
 STRICT""",
    """CREATE INDEX ix_change_step ON change (step)""",
    """CREATE INDEX ix_change_takes_back ON change (takes_back)
        WHERE takes_back IS NOT NULL""",
    """CREATE INDEX ix_change_uid ON change (uid)""",
    """CREATE TABLE fate (
        id INTEGER NOT NULL,
        batch TEXT NOT NULL,
        sheet TEXT NOT NULL,
        "row" INTEGER NOT NULL,
        fate TEXT NOT NULL,
        register TEXT NOT NULL,
        uid TEXT NOT NULL,
        PRIMARY KEY (id)
)
 STRICT""",
    """CREATE INDEX ix_fate_batch ON fate (batch)""",
    """CREATE TABLE serial (
        prefix TEXT NOT NULL,
        year INTEGER NOT NULL,
        highest INTEGER NOT NULL,
        PRIMARY KEY (prefix, year)
)
 STRICT""",
    """CREATE TABLE agreed (
        id INTEGER NOT NULL,
        step INTEGER NOT NULL,
        partner TEXT NOT NULL,
        register TEXT NOT NULL,
        uid TEXT NOT NULL,
        revision INTEGER NOT NULL,
        "values" TEXT NOT NULL,
        PRIMARY KEY (id)
)
 STRICT""",
    """CREATE INDEX ix_agreed_uid_partner ON agreed (uid, partner)""",
    """CREATE TABLE institution (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        name TEXT,
        category TEXT,
        licence_state TEXT,
        operating_state TEXT,
        township TEXT,
        community TEXT,
        address TEXT,
        contact TEXT,
        phone TEXT,
        licence_no TEXT,
        uscc TEXT,
        organisation_nature TEXT,
        campus TEXT,
        parent_institution TEXT,
        established_on TEXT,
        registered_address TEXT,
        legal_representative TEXT,
        legal_representative_phone TEXT,
        principal TEXT,
        sponsor TEXT,
        sponsor_nature TEXT,
        qualification TEXT,
        licence_authority TEXT,
        registration_authority TEXT,
        courses TEXT,
        stage TEXT,
        area INTEGER,
        school_type TEXT,
        teaching_content TEXT,
        supervising_department TEXT,
        licensed_on TEXT,
        licence_from TEXT,
        licence_until TEXT,
        licence_status TEXT,
        staff_count INTEGER,
        pupil_count INTEGER,
        prepaid_balance INTEGER,
        notes TEXT,
        disposition TEXT,
        disposition_on TEXT,
        former_names TEXT,
        name_sort TEXT,
        legal_representative_sort TEXT,
        key_0 BLOB,
        key_1 BLOB,
        key_2 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(township) REFERENCES division (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(parent_institution) REFERENCES institution (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT""",
    """CREATE INDEX ix_institution_established_on ON institution (established_on)
        WHERE deleted = 0""",
    """CREATE INDEX ix_institution_key_0 ON institution (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_institution_key_1 ON institution (key_1)
        WHERE deleted = 0""",
    """CREATE INDEX ix_institution_key_2 ON institution (key_2)
        WHERE deleted = 0""",
    """CREATE INDEX ix_institution_legal_representative_sort ON institution (legal_representative_sort)
        WHERE deleted = 0""",
    """CREATE INDEX ix_institution_name_sort ON institution (name_sort)
        WHERE deleted = 0""",
    """CREATE INDEX ix_institution_parent_institution ON institution (parent_institution)
        WHERE deleted = 0""",
    """CREATE INDEX ix_institution_township ON institution (township)
        WHERE deleted = 0""",
    """CREATE TABLE disposition (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        institution TEXT,
        kind TEXT,
        "on" TEXT,
        document TEXT,
        "by" TEXT,
        notes TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(institution) REFERENCES institution (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT""",
    """CREATE INDEX ix_disposition_institution ON disposition (institution)
        WHERE deleted = 0""",
    """CREATE INDEX ix_disposition_key_0 ON disposition (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_disposition_on ON disposition ("on")
        WHERE deleted = 0""",
    """CREATE TABLE former_name (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        institution TEXT,
        name TEXT,
        "from" TEXT,
        until TEXT,
        name_sort TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(institution) REFERENCES institution (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT""",
    """CREATE INDEX ix_former_name_institution ON former_name (institution)
        WHERE deleted = 0""",
    """CREATE INDEX ix_former_name_key_0 ON former_name (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_former_name_name_sort ON former_name (name_sort)
        WHERE deleted = 0""",
    """CREATE INDEX ix_former_name_until ON former_name (until)
        WHERE deleted = 0""",
    """CREATE TABLE refund (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        institution TEXT,
        student TEXT,
        guardian_phone TEXT,
        course TEXT,
        paid_amount INTEGER,
        promised_on TEXT,
        due_override INTEGER,
        due_reason TEXT,
        settled_otherwise TEXT,
        settled_on TEXT,
        over_reason TEXT,
        guardian TEXT,
        identity_no TEXT,
        contract_no TEXT,
        category TEXT,
        signed_on TEXT,
        course_from TEXT,
        course_until TEXT,
        paid_hours INTEGER,
        gift_hours INTEGER,
        consumed_hours INTEGER,
        remaining_hours INTEGER,
        notes TEXT,
        person_key TEXT,
        due INTEGER,
        paid INTEGER,
        balance INTEGER,
        state TEXT,
        paid_on TEXT,
        due_by_rule INTEGER,
        student_sort TEXT,
        key_0 BLOB,
        key_1 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(institution) REFERENCES institution (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT""",
    """CREATE INDEX ix_refund_institution ON refund (institution)
        WHERE deleted = 0""",
    """CREATE INDEX ix_refund_key_0 ON refund (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_refund_key_1 ON refund (key_1)
        WHERE deleted = 0""",
    """CREATE INDEX ix_refund_signed_on ON refund (signed_on)
        WHERE deleted = 0""",
    """CREATE INDEX ix_refund_student_sort ON refund (student_sort)
        WHERE deleted = 0""",
    """CREATE TABLE refund_payment (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        refund TEXT,
        "on" TEXT,
        amount INTEGER,
        payee TEXT,
        way TEXT,
        voucher_no TEXT,
        batch TEXT,
        reverses TEXT,
        reverse_reason TEXT,
        notes TEXT,
        key_0 BLOB,
        key_1 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(refund) REFERENCES refund (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(reverses) REFERENCES refund_payment (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT""",
    """CREATE INDEX ix_refund_payment_key_0 ON refund_payment (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_refund_payment_key_1 ON refund_payment (key_1)
        WHERE deleted = 0""",
    """CREATE INDEX ix_refund_payment_on ON refund_payment ("on")
        WHERE deleted = 0""",
    """CREATE INDEX ix_refund_payment_refund ON refund_payment (refund)
        WHERE deleted = 0""",
    """CREATE INDEX ix_refund_payment_reverses ON refund_payment (reverses)
        WHERE deleted = 0""",
    """CREATE TABLE wage_settlement (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        institution TEXT,
        staff TEXT,
        identity_no TEXT,
        phone TEXT,
        position TEXT,
        months TEXT,
        promised_on TEXT,
        due_override INTEGER,
        due_reason TEXT,
        settled_otherwise TEXT,
        settled_on TEXT,
        over_reason TEXT,
        owed_wage INTEGER,
        owed_bonus INTEGER,
        owed_insurance INTEGER,
        compensation INTEGER,
        notes TEXT,
        person_key TEXT,
        due INTEGER,
        paid INTEGER,
        balance INTEGER,
        state TEXT,
        paid_on TEXT,
        due_by_rule INTEGER,
        staff_sort TEXT,
        key_0 BLOB,
        key_1 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(institution) REFERENCES institution (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT""",
    """CREATE INDEX ix_wage_settlement_institution ON wage_settlement (institution)
        WHERE deleted = 0""",
    """CREATE INDEX ix_wage_settlement_institution_staff_sort ON wage_settlement (institution, staff_sort)
        WHERE deleted = 0""",
    """CREATE INDEX ix_wage_settlement_key_0 ON wage_settlement (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_wage_settlement_key_1 ON wage_settlement (key_1)
        WHERE deleted = 0""",
    """CREATE INDEX ix_wage_settlement_paid_on ON wage_settlement (paid_on)
        WHERE deleted = 0""",
    """CREATE INDEX ix_wage_settlement_staff_sort ON wage_settlement (staff_sort)
        WHERE deleted = 0""",
    """CREATE TABLE wage_payment (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        wage_settlement TEXT,
        "on" TEXT,
        amount INTEGER,
        payee TEXT,
        way TEXT,
        voucher_no TEXT,
        batch TEXT,
        reverses TEXT,
        reverse_reason TEXT,
        notes TEXT,
        key_0 BLOB,
        key_1 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(wage_settlement) REFERENCES wage_settlement (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(reverses) REFERENCES wage_payment (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT""",
    """CREATE INDEX ix_wage_payment_key_0 ON wage_payment (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_wage_payment_key_1 ON wage_payment (key_1)
        WHERE deleted = 0""",
    """CREATE INDEX ix_wage_payment_on ON wage_payment ("on")
        WHERE deleted = 0""",
    """CREATE INDEX ix_wage_payment_reverses ON wage_payment (reverses)
        WHERE deleted = 0""",
    """CREATE INDEX ix_wage_payment_wage_settlement ON wage_payment (wage_settlement)
        WHERE deleted = 0""",
    """CREATE TABLE inspection (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        "on" TEXT,
        kind TEXT,
        place TEXT,
        officers TEXT,
        departments TEXT,
        findings TEXT,
        result TEXT,
        notes TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid)
)
 STRICT""",
    """CREATE INDEX ix_inspection_key_0 ON inspection (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_inspection_on ON inspection ("on")
        WHERE deleted = 0""",
    """CREATE TABLE inspection_target (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        inspection TEXT,
        institution TEXT,
        addressee TEXT,
        findings TEXT,
        violation TEXT,
        evidence TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(inspection) REFERENCES inspection (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(institution) REFERENCES institution (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(addressee) REFERENCES addressee (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(violation) REFERENCES violation_code (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT""",
    """CREATE INDEX ix_inspection_target_addressee ON inspection_target (addressee)
        WHERE deleted = 0""",
    """CREATE INDEX ix_inspection_target_inspection ON inspection_target (inspection)
        WHERE deleted = 0""",
    """CREATE INDEX ix_inspection_target_institution ON inspection_target (institution)
        WHERE deleted = 0""",
    """CREATE INDEX ix_inspection_target_key_0 ON inspection_target (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_inspection_target_violation ON inspection_target (violation)
        WHERE deleted = 0""",
    """CREATE TABLE addressee (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        kind TEXT,
        name TEXT,
        address TEXT,
        phone TEXT,
        identity_no TEXT,
        known_on TEXT,
        institution TEXT,
        notes TEXT,
        name_sort TEXT,
        key_0 BLOB,
        key_1 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(institution) REFERENCES institution (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT""",
    """CREATE INDEX ix_addressee_address ON addressee (address)
        WHERE deleted = 0""",
    """CREATE INDEX ix_addressee_institution ON addressee (institution)
        WHERE deleted = 0""",
    """CREATE INDEX ix_addressee_key_0 ON addressee (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_addressee_key_1 ON addressee (key_1)
        WHERE deleted = 0""",
    """CREATE INDEX ix_addressee_known_on ON addressee (known_on)
        WHERE deleted = 0""",
    """CREATE INDEX ix_addressee_name_sort ON addressee (name_sort)
        WHERE deleted = 0""",
    """CREATE TABLE rectification_notice (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        institution TEXT,
        addressee TEXT,
        facts TEXT,
        requirements TEXT,
        deadline TEXT,
        issued_on TEXT,
        served_on TEXT,
        reinspected_on TEXT,
        reinspection_result TEXT,
        closed_on TEXT,
        service_way TEXT,
        receiver TEXT,
        inspection TEXT,
        violation TEXT,
        legal_basis TEXT,
        articles TEXT,
        voided_on TEXT,
        void_reason TEXT,
        prefix TEXT,
        year INTEGER,
        serial INTEGER,
        notes TEXT,
        number TEXT,
        state TEXT,
        key_0 BLOB,
        key_1 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(institution) REFERENCES institution (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(addressee) REFERENCES addressee (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(inspection) REFERENCES inspection (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(violation) REFERENCES violation_code (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(legal_basis) REFERENCES legal_source (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT""",
    """CREATE INDEX ix_rectification_notice_addressee ON rectification_notice (addressee)
        WHERE deleted = 0""",
    """CREATE INDEX ix_rectification_notice_inspection ON rectification_notice (inspection)
        WHERE deleted = 0""",
    """CREATE INDEX ix_rectification_notice_institution ON rectification_notice (institution)
        WHERE deleted = 0""",
    """CREATE INDEX ix_rectification_notice_issued_on ON rectification_notice (issued_on)
        WHERE deleted = 0""",
    """CREATE INDEX ix_rectification_notice_issued_on_serial ON rectification_notice (issued_on, serial)
        WHERE deleted = 0""",
    """CREATE INDEX ix_rectification_notice_key_0 ON rectification_notice (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_rectification_notice_key_1 ON rectification_notice (key_1)
        WHERE deleted = 0""",
    """CREATE INDEX ix_rectification_notice_legal_basis ON rectification_notice (legal_basis)
        WHERE deleted = 0""",
    """CREATE INDEX ix_rectification_notice_violation ON rectification_notice (violation)
        WHERE deleted = 0""",
    """CREATE TABLE code (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        "table" TEXT,
        word TEXT,
        "order" INTEGER,
        active TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid)
)
 STRICT""",
    """CREATE INDEX ix_code_key_0 ON code (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_code_table_word ON code ("table", word)
        WHERE deleted = 0""",
    """CREATE TABLE division (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        code TEXT,
        name TEXT,
        level TEXT,
        parent TEXT,
        name_sort TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(parent) REFERENCES division (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT""",
    """CREATE INDEX ix_division_code ON division (code)
        WHERE deleted = 0""",
    """CREATE INDEX ix_division_key_0 ON division (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_division_name_sort ON division (name_sort)
        WHERE deleted = 0""",
    """CREATE INDEX ix_division_parent ON division (parent)
        WHERE deleted = 0""",
    """CREATE TABLE delegation (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        township TEXT,
        responsible TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(township) REFERENCES division (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(responsible) REFERENCES division (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT""",
    """CREATE INDEX ix_delegation_key_0 ON delegation (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_delegation_responsible ON delegation (responsible)
        WHERE deleted = 0""",
    """CREATE INDEX ix_delegation_township ON delegation (township)
        WHERE deleted = 0""",
    """CREATE TABLE holiday (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        date TEXT,
        name TEXT,
        kind TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid)
)
 STRICT""",
    """CREATE INDEX ix_holiday_date ON holiday (date)
        WHERE deleted = 0""",
    """CREATE INDEX ix_holiday_key_0 ON holiday (key_0)
        WHERE deleted = 0""",
    """CREATE TABLE legal_source (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        title TEXT,
        number TEXT,
        issued_on TEXT,
        in_force_on TEXT,
        notes TEXT,
        title_sort TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid)
)
 STRICT""",
    """CREATE INDEX ix_legal_source_issued_on ON legal_source (issued_on)
        WHERE deleted = 0""",
    """CREATE INDEX ix_legal_source_key_0 ON legal_source (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_legal_source_title_sort ON legal_source (title_sort)
        WHERE deleted = 0""",
    """CREATE TABLE violation_code (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        code TEXT,
        name TEXT,
        active TEXT,
        name_sort TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid)
)
 STRICT""",
    """CREATE INDEX ix_violation_code_code ON violation_code (code)
        WHERE deleted = 0""",
    """CREATE INDEX ix_violation_code_key_0 ON violation_code (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_violation_code_name_sort ON violation_code (name_sort)
        WHERE deleted = 0""",
    """CREATE TABLE operator (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        name TEXT,
        active TEXT,
        name_sort TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid)
)
 STRICT""",
    """CREATE INDEX ix_operator_key_0 ON operator (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_operator_name_sort ON operator (name_sort)
        WHERE deleted = 0""",
    """CREATE TABLE setting (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        name TEXT,
        value TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid)
)
 STRICT""",
    """CREATE INDEX ix_setting_key_0 ON setting (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_setting_name ON setting (name)
        WHERE deleted = 0""",
    """CREATE TABLE import_batch (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        file_name TEXT,
        digest TEXT,
        register TEXT,
        sheet TEXT,
        head_row INTEGER,
        mapping TEXT,
        rows INTEGER,
        created INTEGER,
        updated INTEGER,
        unchanged INTEGER,
        doubtful INTEGER,
        held INTEGER,
        PRIMARY KEY (id),
        UNIQUE (uid)
)
 STRICT""",
    """CREATE TABLE held_row (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        batch TEXT,
        "into" TEXT,
        sheet TEXT,
        "row" INTEGER,
        cells TEXT,
        problems TEXT,
        state TEXT,
        level TEXT,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(batch) REFERENCES import_batch (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT""",
    """CREATE INDEX ix_held_row_batch ON held_row (batch)
        WHERE deleted = 0""",
    """CREATE TABLE value_map (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        register TEXT,
        field TEXT,
        word TEXT,
        value TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid)
)
 STRICT""",
    """CREATE INDEX ix_value_map_key_0 ON value_map (key_0)
        WHERE deleted = 0""",
    """CREATE TABLE column_map (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        register TEXT,
        heads TEXT,
        mapping TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid)
)
 STRICT""",
    """CREATE INDEX ix_column_map_key_0 ON column_map (key_0)
        WHERE deleted = 0""",
    """CREATE TABLE package (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        direction TEXT,
        partner TEXT,
        number INTEGER,
        previous INTEGER,
        kind TEXT,
        digest TEXT,
        file_name TEXT,
        since TEXT,
        made_on TEXT,
        change INTEGER,
        rows INTEGER,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid)
)
 STRICT""",
    """CREATE INDEX ix_package_key_0 ON package (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_package_made_on ON package (made_on)
        WHERE deleted = 0""",
    """CREATE VIRTUAL TABLE institution_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE former_name_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE refund_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE refund_payment_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE wage_settlement_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE wage_payment_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE inspection_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE inspection_target_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE addressee_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE rectification_notice_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE code_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE division_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE holiday_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE legal_source_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE violation_code_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE VIRTUAL TABLE operator_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')""",
    """CREATE TRIGGER step_keeps_update BEFORE UPDATE ON step
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER step_keeps_delete BEFORE DELETE ON step
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER change_keeps_update BEFORE UPDATE ON change
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER change_keeps_delete BEFORE DELETE ON change
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)


def upgrade() -> None:
    """Run the statements; a ledger never goes back to an older schema."""
    for statement in STATEMENTS:
        op.execute(statement)
