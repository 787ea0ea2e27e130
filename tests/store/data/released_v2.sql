PRAGMA application_id=1397380172;
PRAGMA user_version=2;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE meta (
        "key" TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY ("key")
);
CREATE TABLE step (
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
 STRICT;
CREATE TABLE change (
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
 STRICT;
CREATE TABLE fate (
        id INTEGER NOT NULL,
        batch TEXT NOT NULL,
        sheet TEXT NOT NULL,
        "row" INTEGER NOT NULL,
        fate TEXT NOT NULL,
        register TEXT NOT NULL,
        uid TEXT NOT NULL,
        PRIMARY KEY (id)
)
 STRICT;
CREATE TABLE serial (
        prefix TEXT NOT NULL,
        year INTEGER NOT NULL,
        highest INTEGER NOT NULL,
        PRIMARY KEY (prefix, year)
)
 STRICT;
CREATE TABLE agreed (
        id INTEGER NOT NULL,
        step INTEGER NOT NULL,
        partner TEXT NOT NULL,
        register TEXT NOT NULL,
        uid TEXT NOT NULL,
        revision INTEGER NOT NULL,
        "values" TEXT NOT NULL,
        PRIMARY KEY (id)
)
 STRICT;
CREATE TABLE institution (
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
        key_2 BLOB, handed_from TEXT, handed_to TEXT, handed_on TEXT, handover_reason TEXT, handed_count INTEGER, city_opinion TEXT, city_reviewed_on TEXT,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(township) REFERENCES division (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(parent_institution) REFERENCES institution (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE TABLE disposition (
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
 STRICT;
CREATE TABLE former_name (
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
 STRICT;
CREATE TABLE refund (
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
 STRICT;
CREATE TABLE refund_payment (
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
 STRICT;
CREATE TABLE wage_settlement (
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
 STRICT;
CREATE TABLE wage_payment (
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
 STRICT;
CREATE TABLE inspection (
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
 STRICT;
CREATE TABLE inspection_target (
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
 STRICT;
CREATE TABLE addressee (
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
 STRICT;
CREATE TABLE rectification_notice (
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
        key_1 BLOB, prints INTEGER,
        PRIMARY KEY (id),
        UNIQUE (uid),
        FOREIGN KEY(institution) REFERENCES institution (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(addressee) REFERENCES addressee (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(inspection) REFERENCES inspection (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(violation) REFERENCES violation_code (uid) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(legal_basis) REFERENCES legal_source (uid) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE TABLE code (
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
 STRICT;
CREATE TABLE division (
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
 STRICT;
CREATE TABLE delegation (
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
 STRICT;
CREATE TABLE holiday (
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
 STRICT;
CREATE TABLE legal_source (
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
 STRICT;
CREATE TABLE violation_code (
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
 STRICT;
CREATE TABLE operator (
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
 STRICT;
CREATE TABLE setting (
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
 STRICT;
CREATE TABLE import_batch (
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
 STRICT;
CREATE TABLE held_row (
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
 STRICT;
CREATE TABLE value_map (
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
 STRICT;
CREATE TABLE column_map (
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
 STRICT;
CREATE TABLE package (
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
 STRICT;
CREATE VIRTUAL TABLE institution_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE former_name_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE refund_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE refund_payment_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE wage_settlement_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE wage_payment_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE inspection_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE inspection_target_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE addressee_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE rectification_notice_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE code_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE division_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE holiday_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE legal_source_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE violation_code_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE operator_text
        USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
CREATE TABLE paper (
        id INTEGER NOT NULL,
        step INTEGER NOT NULL,
        register TEXT NOT NULL,
        uid TEXT NOT NULL,
        digest TEXT NOT NULL,
        data TEXT NOT NULL,
        pdf BLOB NOT NULL,
        PRIMARY KEY (id)
)
 STRICT;
CREATE TABLE attachment (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        register TEXT,
        record TEXT,
        name TEXT,
        digest TEXT,
        size INTEGER,
        kind TEXT,
        added_on TEXT,
        notes TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid)
)
 STRICT;
DELETE FROM "addressee_text_config";
DELETE FROM "addressee_text_data";
DELETE FROM "addressee_text_docsize";
DELETE FROM "addressee_text_idx";
DELETE FROM "code_text_config";
DELETE FROM "code_text_data";
DELETE FROM "code_text_docsize";
DELETE FROM "code_text_idx";
DELETE FROM "division_text_config";
DELETE FROM "division_text_data";
DELETE FROM "division_text_docsize";
DELETE FROM "division_text_idx";
DELETE FROM "former_name_text_config";
DELETE FROM "former_name_text_data";
DELETE FROM "former_name_text_docsize";
DELETE FROM "former_name_text_idx";
DELETE FROM "holiday_text_config";
DELETE FROM "holiday_text_data";
DELETE FROM "holiday_text_docsize";
DELETE FROM "holiday_text_idx";
DELETE FROM "inspection_target_text_config";
DELETE FROM "inspection_target_text_data";
DELETE FROM "inspection_target_text_docsize";
DELETE FROM "inspection_target_text_idx";
DELETE FROM "inspection_text_config";
DELETE FROM "inspection_text_data";
DELETE FROM "inspection_text_docsize";
DELETE FROM "inspection_text_idx";
DELETE FROM "institution_text_config";
DELETE FROM "institution_text_data";
DELETE FROM "institution_text_docsize";
DELETE FROM "institution_text_idx";
DELETE FROM "legal_source_text_config";
DELETE FROM "legal_source_text_data";
DELETE FROM "legal_source_text_docsize";
DELETE FROM "legal_source_text_idx";
DELETE FROM "operator_text_config";
DELETE FROM "operator_text_data";
DELETE FROM "operator_text_docsize";
DELETE FROM "operator_text_idx";
DELETE FROM "rectification_notice_text_config";
DELETE FROM "rectification_notice_text_data";
DELETE FROM "rectification_notice_text_docsize";
DELETE FROM "rectification_notice_text_idx";
DELETE FROM "refund_payment_text_config";
DELETE FROM "refund_payment_text_data";
DELETE FROM "refund_payment_text_docsize";
DELETE FROM "refund_payment_text_idx";
DELETE FROM "refund_text_config";
DELETE FROM "refund_text_data";
DELETE FROM "refund_text_docsize";
DELETE FROM "refund_text_idx";
DELETE FROM "violation_code_text_config";
DELETE FROM "violation_code_text_data";
DELETE FROM "violation_code_text_docsize";
DELETE FROM "violation_code_text_idx";
DELETE FROM "wage_payment_text_config";
DELETE FROM "wage_payment_text_data";
DELETE FROM "wage_payment_text_docsize";
DELETE FROM "wage_payment_text_idx";
DELETE FROM "wage_settlement_text_config";
DELETE FROM "wage_settlement_text_data";
DELETE FROM "wage_settlement_text_docsize";
DELETE FROM "wage_settlement_text_idx";
INSERT INTO "alembic_version" VALUES ('0002');
INSERT INTO "meta" VALUES ('office', '410105');
INSERT INTO "meta" VALUES ('epoch', '1');
INSERT INTO "step" VALUES (1, 'save', '登记', '张三', '2026-11-24T13:51:37.890+00:00', 8, NULL);
INSERT INTO "step" VALUES (2, 'save', '登记', '张三', '2026-11-24T13:51:37.892+00:00', 6, NULL);
INSERT INTO "step" VALUES (3, 'save', '登记', '张三', '2026-11-24T13:51:37.893+00:00', 2, NULL);
INSERT INTO "step" VALUES (4, 'save', '登记', '张三', '2026-11-24T13:51:37.894+00:00', 1, NULL);
INSERT INTO "step" VALUES (5, 'save', '登记', '张三', '2026-11-24T13:51:37.895+00:00', 2, NULL);
INSERT INTO "step" VALUES (6, 'save', '登记', '张三', '2026-11-24T13:51:37.896+00:00', 1, NULL);
INSERT INTO "step" VALUES (7, 'undo', '撤销：登记', '李四', '2026-11-24T13:51:37.898+00:00', 1, 6);
INSERT INTO "step" VALUES (8, 'save', '登记', '张三', '2026-11-24T13:51:37.898+00:00', 1, NULL);
INSERT INTO "change" VALUES (1, 1, 'institution', '01a20dd3-8cbf-7497-82ab-aba68f700464', 'create', NULL, '{"name":"郑州育才0培训学校","address":"花园路0号"}', 1, NULL);
INSERT INTO "change" VALUES (2, 1, 'institution', '01a20dd3-8cbf-7497-82ab-aba740a39020', 'create', NULL, '{"name":"郑州育才1培训学校","address":"花园路1号"}', 1, NULL);
INSERT INTO "change" VALUES (3, 1, 'institution', '01a20dd3-8cbf-7497-82ab-aba8f5c65c9a', 'create', NULL, '{"name":"郑州育才2培训学校","address":"花园路2号"}', 1, NULL);
INSERT INTO "change" VALUES (4, 1, 'institution', '01a20dd3-8cbf-7497-82ab-aba95574ad67', 'create', NULL, '{"name":"郑州育才3培训学校","address":"花园路3号"}', 1, NULL);
INSERT INTO "change" VALUES (5, 1, 'institution', '01a20dd3-8cbf-7497-82ab-abaa15c7f72e', 'create', NULL, '{"name":"郑州育才4培训学校","address":"花园路4号"}', 1, NULL);
INSERT INTO "change" VALUES (6, 1, 'institution', '01a20dd3-8cbf-7497-82ab-ababad6cd25d', 'create', NULL, '{"name":"郑州育才5培训学校","address":"花园路5号"}', 1, NULL);
INSERT INTO "change" VALUES (7, 1, 'institution', '01a20dd3-8cbf-7497-82ab-abac3752f96d', 'create', NULL, '{"name":"郑州育才6培训学校","address":"花园路6号"}', 1, NULL);
INSERT INTO "change" VALUES (8, 1, 'institution', '01a20dd3-8cbf-7497-82ab-abad01f4faca', 'create', NULL, '{"name":"郑州育才7培训学校","address":"花园路7号"}', 1, NULL);
INSERT INTO "change" VALUES (9, 2, 'refund', '01a20dd3-8da3-7401-ba1f-5f3c62967732', 'create', NULL, '{"institution":"01a20dd3-8cbf-7497-82ab-aba68f700464","student":"王小0","paid_amount":100000}', 1, NULL);
INSERT INTO "change" VALUES (10, 2, 'refund', '01a20dd3-8da3-7401-ba1f-5f3db3ac08dd', 'create', NULL, '{"institution":"01a20dd3-8cbf-7497-82ab-aba740a39020","student":"王小1","paid_amount":100001}', 1, NULL);
INSERT INTO "change" VALUES (11, 2, 'refund', '01a20dd3-8da3-7401-ba1f-5f3e66465621', 'create', NULL, '{"institution":"01a20dd3-8cbf-7497-82ab-aba8f5c65c9a","student":"王小2","paid_amount":100002}', 1, NULL);
INSERT INTO "change" VALUES (12, 2, 'refund', '01a20dd3-8da3-7401-ba1f-5f3fd620fd46', 'create', NULL, '{"institution":"01a20dd3-8cbf-7497-82ab-aba95574ad67","student":"王小3","paid_amount":100003}', 1, NULL);
INSERT INTO "change" VALUES (13, 2, 'refund', '01a20dd3-8da3-7401-ba1f-5f40202a213a', 'create', NULL, '{"institution":"01a20dd3-8cbf-7497-82ab-abaa15c7f72e","student":"王小4","paid_amount":100004}', 1, NULL);
INSERT INTO "change" VALUES (14, 2, 'refund', '01a20dd3-8da3-7401-ba1f-5f417ab07efe', 'create', NULL, '{"institution":"01a20dd3-8cbf-7497-82ab-ababad6cd25d","student":"王小5","paid_amount":100005}', 1, NULL);
INSERT INTO "change" VALUES (15, 3, 'refund_payment', '01a20dd3-8da4-72c6-8f49-0e8f4834e797', 'create', NULL, '{"refund":"01a20dd3-8da3-7401-ba1f-5f3c62967732","amount":5000}', 1, NULL);
INSERT INTO "change" VALUES (16, 3, 'refund_payment', '01a20dd3-8da4-72c6-8f49-0e904c528841', 'create', NULL, '{"refund":"01a20dd3-8da3-7401-ba1f-5f3fd620fd46","amount":5000}', 1, NULL);
INSERT INTO "change" VALUES (17, 4, 'refund', '01a20dd3-8da3-7401-ba1f-5f3db3ac08dd', 'update', '{"student":"王小1"}', '{"student":"欧阳明"}', 2, NULL);
INSERT INTO "change" VALUES (18, 5, 'refund', '01a20dd3-8da3-7401-ba1f-5f3fd620fd46', 'delete', '{"institution":"01a20dd3-8cbf-7497-82ab-aba95574ad67","student":"王小3","paid_amount":100003}', NULL, 2, NULL);
INSERT INTO "change" VALUES (19, 5, 'refund_payment', '01a20dd3-8da4-72c6-8f49-0e904c528841', 'delete', '{"refund":"01a20dd3-8da3-7401-ba1f-5f3fd620fd46","amount":5000}', NULL, 2, NULL);
INSERT INTO "change" VALUES (20, 6, 'institution', '01a20dd3-8cbf-7497-82ab-aba68f700464', 'update', '{"name":"郑州育才0培训学校"}', '{"name":"改名"}', 2, NULL);
INSERT INTO "change" VALUES (21, 7, 'institution', '01a20dd3-8cbf-7497-82ab-aba68f700464', 'update', '{"name":"改名"}', '{"name":"郑州育才0培训学校"}', 3, 20);
INSERT INTO "change" VALUES (22, 8, 'operator', '01a20dd3-8daa-7597-a985-217a80544cf0', 'create', NULL, '{"name":"张三"}', 1, NULL);
INSERT INTO "serial" VALUES ('郑金教改', 2024, 1);
INSERT INTO "institution" VALUES (1, '01a20dd3-8cbf-7497-82ab-aba68f700464', '410105', 3, 0, '郑州育才0培训学校', NULL, NULL, NULL, NULL, NULL, '花园路0号', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, CAST(X'7a68656e67207a686f75207975206361692030207065692078756e20787565207869616f00e98391e5b79ee882b2e6898d30e59fb9e8aeade5ada6e6a0a1' AS TEXT), NULL, NULL, NULL, X'1340473733062f89ab88db3f95c2dc0f', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "institution" VALUES (2, '01a20dd3-8cbf-7497-82ab-aba740a39020', '410105', 1, 0, '郑州育才1培训学校', NULL, NULL, NULL, NULL, NULL, '花园路1号', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, CAST(X'7a68656e67207a686f75207975206361692031207065692078756e20787565207869616f00e98391e5b79ee882b2e6898d31e59fb9e8aeade5ada6e6a0a1' AS TEXT), NULL, NULL, NULL, X'f56b7612aef522ccfce34fb922cc1bcd', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "institution" VALUES (3, '01a20dd3-8cbf-7497-82ab-aba8f5c65c9a', '410105', 1, 0, '郑州育才2培训学校', NULL, NULL, NULL, NULL, NULL, '花园路2号', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, CAST(X'7a68656e67207a686f75207975206361692032207065692078756e20787565207869616f00e98391e5b79ee882b2e6898d32e59fb9e8aeade5ada6e6a0a1' AS TEXT), NULL, NULL, NULL, X'8e0ff93d0efbfa2b47ebaf209ecc6b39', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "institution" VALUES (4, '01a20dd3-8cbf-7497-82ab-aba95574ad67', '410105', 1, 0, '郑州育才3培训学校', NULL, NULL, NULL, NULL, NULL, '花园路3号', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, CAST(X'7a68656e67207a686f75207975206361692033207065692078756e20787565207869616f00e98391e5b79ee882b2e6898d33e59fb9e8aeade5ada6e6a0a1' AS TEXT), NULL, NULL, NULL, X'16f2db7e75e53320a409dd1e561fde15', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "institution" VALUES (5, '01a20dd3-8cbf-7497-82ab-abaa15c7f72e', '410105', 1, 0, '郑州育才4培训学校', NULL, NULL, NULL, NULL, NULL, '花园路4号', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, CAST(X'7a68656e67207a686f75207975206361692034207065692078756e20787565207869616f00e98391e5b79ee882b2e6898d34e59fb9e8aeade5ada6e6a0a1' AS TEXT), NULL, NULL, NULL, X'286d775a9a6a37d87b7ed13c6bafb60c', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "institution" VALUES (6, '01a20dd3-8cbf-7497-82ab-ababad6cd25d', '410105', 1, 0, '郑州育才5培训学校', NULL, NULL, NULL, NULL, NULL, '花园路5号', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, CAST(X'7a68656e67207a686f75207975206361692035207065692078756e20787565207869616f00e98391e5b79ee882b2e6898d35e59fb9e8aeade5ada6e6a0a1' AS TEXT), NULL, NULL, NULL, X'c41b7a61adb65a2788c0bc00f9dd9054', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "institution" VALUES (7, '01a20dd3-8cbf-7497-82ab-abac3752f96d', '410105', 1, 0, '郑州育才6培训学校', NULL, NULL, NULL, NULL, NULL, '花园路6号', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, CAST(X'7a68656e67207a686f75207975206361692036207065692078756e20787565207869616f00e98391e5b79ee882b2e6898d36e59fb9e8aeade5ada6e6a0a1' AS TEXT), NULL, NULL, NULL, X'7323e9a9b4b706d7fc71b8070a3d954b', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "institution" VALUES (8, '01a20dd3-8cbf-7497-82ab-abad01f4faca', '410105', 1, 0, '郑州育才7培训学校', NULL, NULL, NULL, NULL, NULL, '花园路7号', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, CAST(X'7a68656e67207a686f75207975206361692037207065692078756e20787565207869616f00e98391e5b79ee882b2e6898d37e59fb9e8aeade5ada6e6a0a1' AS TEXT), NULL, NULL, NULL, X'2de3456a814d3d30d31f2b22b810e526', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "refund" VALUES (1, '01a20dd3-8da3-7401-ba1f-5f3c62967732', '410105', 1, 0, '01a20dd3-8cbf-7497-82ab-aba68f700464', '王小0', NULL, NULL, 100000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 5000, NULL, '金额未定', NULL, NULL, CAST(X'77616e67207869616f203000e78e8be5b08f30' AS TEXT), NULL, X'e419f89c94ffee293e5b06eae688f358');
INSERT INTO "refund" VALUES (2, '01a20dd3-8da3-7401-ba1f-5f3db3ac08dd', '410105', 2, 0, '01a20dd3-8cbf-7497-82ab-aba740a39020', '欧阳明', NULL, NULL, 100001, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, '金额未定', NULL, NULL, CAST(X'6f752079616e67206d696e6700e6aca7e998b3e6988e' AS TEXT), NULL, X'5e5938859d456131f6829dd929fb99cf');
INSERT INTO "refund" VALUES (3, '01a20dd3-8da3-7401-ba1f-5f3e66465621', '410105', 1, 0, '01a20dd3-8cbf-7497-82ab-aba8f5c65c9a', '王小2', NULL, NULL, 100002, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, '金额未定', NULL, NULL, CAST(X'77616e67207869616f203200e78e8be5b08f32' AS TEXT), NULL, X'6a85660b7bab987771afa931fbf8d19c');
INSERT INTO "refund" VALUES (4, '01a20dd3-8da3-7401-ba1f-5f3fd620fd46', '410105', 2, 1, '01a20dd3-8cbf-7497-82ab-aba95574ad67', '王小3', NULL, NULL, 100003, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 5000, NULL, '金额未定', NULL, NULL, CAST(X'77616e67207869616f203300e78e8be5b08f33' AS TEXT), NULL, X'708e2626cdcaf9e95d5a6fc75c3b0751');
INSERT INTO "refund" VALUES (5, '01a20dd3-8da3-7401-ba1f-5f40202a213a', '410105', 1, 0, '01a20dd3-8cbf-7497-82ab-abaa15c7f72e', '王小4', NULL, NULL, 100004, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, '金额未定', NULL, NULL, CAST(X'77616e67207869616f203400e78e8be5b08f34' AS TEXT), NULL, X'42e03b30a9491a2a7b2e2f7b3e0873e1');
INSERT INTO "refund" VALUES (6, '01a20dd3-8da3-7401-ba1f-5f417ab07efe', '410105', 1, 0, '01a20dd3-8cbf-7497-82ab-ababad6cd25d', '王小5', NULL, NULL, 100005, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, '金额未定', NULL, NULL, CAST(X'77616e67207869616f203500e78e8be5b08f35' AS TEXT), NULL, X'f8d61c8bbd913db3e29c5976747e2422');
INSERT INTO "refund_payment" VALUES (1, '01a20dd3-8da4-72c6-8f49-0e8f4834e797', '410105', 1, 0, '01a20dd3-8da3-7401-ba1f-5f3c62967732', NULL, 5000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "refund_payment" VALUES (2, '01a20dd3-8da4-72c6-8f49-0e904c528841', '410105', 2, 1, '01a20dd3-8da3-7401-ba1f-5f3fd620fd46', NULL, 5000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "operator" VALUES (1, '01a20dd3-8daa-7597-a985-217a80544cf0', '410105', 1, 0, '张三', NULL, CAST(X'7a68616e672073616e00e5bca0e4b889' AS TEXT), X'd14e3b20f6e9ce74f7f6c191d6e9f1c6');
INSERT INTO "institution_text_data" VALUES (1, X'0a816c');
INSERT INTO "institution_text_data" VALUES (10, X'00000000ff0000010103050003010101010101010802010102020101010301010303000001');
INSERT INTO "institution_text_data" VALUES (137438953473, X'0000031702303001040615020270780102100101310204061502027078020210010132030406150202707803021001013304040615020270780402100101340504061502027078050210010135060406150202707806021001013607040615020270780702100101370804061502027078080210010363307001020f0202317002020f0202327003020f0202337004020f0202347005020f0202357006020f0202367007020f0202377008020f0103707878010211010211010211010211010211010211010211010211010178010214010214010214010214010214010214010214010214020178010213010213010213010213010213010213010213010213030178010212010212010212010212010212010212010212010212010379633001020e03013102020e03013203020e03013304020e03013405020e03013506020e03013607020e03013708020e01037a796301020d01020d01020d01020d01020d01020d01020d01020d02027a7901020c01020c01020c01020c01020c01020c01020c01020c0103e58fb701021a01021a01021a01021a01021a01021a01021a01021a02059bade8b7af01021701021701021701021701021701021701021701021702059fb9e8aead0102070102070102070102070102070102070102070102070205ada6e6a0a10102090102090102090102090102090102090102090102090205b79ee882b20102030102030102030102030102030102030102030102030103e6898d0102050102050102050102050102050102050102050102050202a0a101020a01020a01020a01020a01020a01020a01020a01020a0106e882b2e6898d01020401020401020401020401020401020401020401020402058ab1e59bad0102160102160102160102160102160102160102160102160205aeade5ada60102080102080102080102080102080102080102080102080202b7af0102180102180102180102180102180102180102180102180106e98391e5b79e0102020102020102020102020102020102020102020102020103ee808001040b0c01040b0c01040b0c01040b0c01040b0c01040b0c01040b0c01040b0c040707070707070707070707070707070708070707070707071d1b1b1b08060606060606061d1c1d1f1f1f1f1d1c201f1f1c20');
INSERT INTO "institution_text_data" VALUES (274877906945, X'0000005602303001020b0102676d01020501016d0102060103e58fb701020c0202908d01020302059bade8b7af0102090106e694b9e5908d0102020106e88ab1e59bad0102080202b7af01020a0103ee8080010404050406070608070a0b0b07');
INSERT INTO "institution_text_data" VALUES (412316860417, X'000000c40230300104061502027078010210010363307001020f0103707878010211010178010214020178010213030178010212010379633001020e01037a796301020d02027a7901020c0103e58fb701021a02059bade8b7af01021702059fb9e8aead0102070205ada6e6a0a10102090205b79ee882b20102030103e6898d0102050202a0a101020a0106e882b2e6898d01020402058ab1e59bad0102160205aeade5ada60102080202b7af0102180106e98391e5b79e0102020103ee808001040b0c0407070808060606080807080a0a0a0a08070b0a0a070b');
INSERT INTO "institution_text_data" VALUES (9007336693694464, X'04000000000000010000000000000001000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO "institution_text_data" VALUES (9007474132647936, X'04000000000000010000000000000001000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO "institution_text_idx" VALUES (1, X'', 2);
INSERT INTO "institution_text_idx" VALUES (2, X'', 2);
INSERT INTO "institution_text_idx" VALUES (3, X'', 2);
INSERT INTO "institution_text_docsize" VALUES (1, X'19', 3);
INSERT INTO "institution_text_docsize" VALUES (2, X'19', 1);
INSERT INTO "institution_text_docsize" VALUES (3, X'19', 1);
INSERT INTO "institution_text_docsize" VALUES (4, X'19', 1);
INSERT INTO "institution_text_docsize" VALUES (5, X'19', 1);
INSERT INTO "institution_text_docsize" VALUES (6, X'19', 1);
INSERT INTO "institution_text_docsize" VALUES (7, X'19', 1);
INSERT INTO "institution_text_docsize" VALUES (8, X'19', 1);
INSERT INTO "institution_text_config" VALUES ('version', 4);
INSERT INTO "former_name_text_data" VALUES (1, X'');
INSERT INTO "former_name_text_data" VALUES (10, X'00000000ff000001000000');
INSERT INTO "former_name_text_config" VALUES ('version', 4);
INSERT INTO "refund_text_data" VALUES (1, X'0731');
INSERT INTO "refund_text_data" VALUES (10, X'00000000ff000001010203000201010101010101060201010202000001');
INSERT INTO "refund_text_data" VALUES (137438953473, X'000000c10230300104040601013102040406010132030404060101330404040601013405040406010135060404060103777830010206030131020206030132030206030133040206030134050206030135060206010278300102070201310202070201320302070201330402070201340502070201350602070103e5b08f0102030102030102030102030102030102030106e78e8be5b08f0102020102020102020102020102020102020103ee808001020501020501020501020501020501020504070707070707080606060606070606060606171a');
INSERT INTO "refund_text_data" VALUES (274877906945, X'0000003e02306d02020801036f796d0202060102796d0202070103e6988e0202040205aca7e998b30202020106e998b3e6988e0202030103ee808002020504060807080a0b');
INSERT INTO "refund_text_data" VALUES (9007336693694464, X'04000000000000010000000000000000000000020000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO "refund_text_idx" VALUES (1, X'', 2);
INSERT INTO "refund_text_idx" VALUES (2, X'', 2);
INSERT INTO "refund_text_docsize" VALUES (1, X'07', 1);
INSERT INTO "refund_text_docsize" VALUES (2, X'07', 2);
INSERT INTO "refund_text_docsize" VALUES (3, X'07', 1);
INSERT INTO "refund_text_docsize" VALUES (4, X'07', 1);
INSERT INTO "refund_text_docsize" VALUES (5, X'07', 1);
INSERT INTO "refund_text_docsize" VALUES (6, X'07', 1);
INSERT INTO "refund_text_config" VALUES ('version', 4);
INSERT INTO "refund_payment_text_data" VALUES (1, X'0200');
INSERT INTO "refund_payment_text_data" VALUES (10, X'00000000ff000001000000');
INSERT INTO "refund_payment_text_docsize" VALUES (1, X'00', 1);
INSERT INTO "refund_payment_text_docsize" VALUES (2, X'00', 1);
INSERT INTO "refund_payment_text_config" VALUES ('version', 4);
INSERT INTO "wage_settlement_text_data" VALUES (1, X'');
INSERT INTO "wage_settlement_text_data" VALUES (10, X'00000000ff000001000000');
INSERT INTO "wage_settlement_text_config" VALUES ('version', 4);
INSERT INTO "wage_payment_text_data" VALUES (1, X'');
INSERT INTO "wage_payment_text_data" VALUES (10, X'00000000ff000001000000');
INSERT INTO "wage_payment_text_config" VALUES ('version', 4);
INSERT INTO "inspection_text_data" VALUES (1, X'');
INSERT INTO "inspection_text_data" VALUES (10, X'00000000ff000001000000');
INSERT INTO "inspection_text_config" VALUES ('version', 4);
INSERT INTO "inspection_target_text_data" VALUES (1, X'');
INSERT INTO "inspection_target_text_data" VALUES (10, X'00000000ff000001000000');
INSERT INTO "inspection_target_text_config" VALUES ('version', 4);
INSERT INTO "addressee_text_data" VALUES (1, X'');
INSERT INTO "addressee_text_data" VALUES (10, X'00000000ff000001000000');
INSERT INTO "addressee_text_config" VALUES ('version', 4);
INSERT INTO "rectification_notice_text_data" VALUES (1, X'');
INSERT INTO "rectification_notice_text_data" VALUES (10, X'00000000ff000001000000');
INSERT INTO "rectification_notice_text_config" VALUES ('version', 4);
INSERT INTO "code_text_data" VALUES (1, X'');
INSERT INTO "code_text_data" VALUES (10, X'00000000ff000001000000');
INSERT INTO "code_text_config" VALUES ('version', 4);
INSERT INTO "division_text_data" VALUES (1, X'');
INSERT INTO "division_text_data" VALUES (10, X'00000000ff000001000000');
INSERT INTO "division_text_config" VALUES ('version', 4);
INSERT INTO "holiday_text_data" VALUES (1, X'');
INSERT INTO "holiday_text_data" VALUES (10, X'00000000ff000001000000');
INSERT INTO "holiday_text_config" VALUES ('version', 4);
INSERT INTO "legal_source_text_data" VALUES (1, X'');
INSERT INTO "legal_source_text_data" VALUES (10, X'00000000ff000001000000');
INSERT INTO "legal_source_text_config" VALUES ('version', 4);
INSERT INTO "violation_code_text_data" VALUES (1, X'');
INSERT INTO "violation_code_text_data" VALUES (10, X'00000000ff000001000000');
INSERT INTO "violation_code_text_config" VALUES ('version', 4);
INSERT INTO "operator_text_data" VALUES (1, X'0105');
INSERT INTO "operator_text_data" VALUES (10, X'00000000ff00000101010100010101010101000001');
INSERT INTO "operator_text_data" VALUES (137438953473, X'0000002c02307301020601027a730102050103e4b8890102030106e5bca0e4b8890102020103ee8080010204040607080b');
INSERT INTO "operator_text_idx" VALUES (1, X'', 2);
INSERT INTO "operator_text_docsize" VALUES (1, X'05', 1);
INSERT INTO "operator_text_config" VALUES ('version', 4);
CREATE INDEX ix_step_takes_back ON step (takes_back)
        WHERE takes_back IS NOT NULL;
CREATE INDEX ix_change_step ON change (step);
CREATE INDEX ix_change_takes_back ON change (takes_back)
        WHERE takes_back IS NOT NULL;
CREATE INDEX ix_change_uid ON change (uid);
CREATE INDEX ix_fate_batch ON fate (batch);
CREATE INDEX ix_agreed_uid_partner ON agreed (uid, partner);
CREATE INDEX ix_institution_established_on ON institution (established_on)
        WHERE deleted = 0;
CREATE INDEX ix_institution_key_0 ON institution (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_institution_key_1 ON institution (key_1)
        WHERE deleted = 0;
CREATE INDEX ix_institution_key_2 ON institution (key_2)
        WHERE deleted = 0;
CREATE INDEX ix_institution_legal_representative_sort ON institution (legal_representative_sort)
        WHERE deleted = 0;
CREATE INDEX ix_institution_name_sort ON institution (name_sort)
        WHERE deleted = 0;
CREATE INDEX ix_institution_parent_institution ON institution (parent_institution)
        WHERE deleted = 0;
CREATE INDEX ix_institution_township ON institution (township)
        WHERE deleted = 0;
CREATE INDEX ix_disposition_institution ON disposition (institution)
        WHERE deleted = 0;
CREATE INDEX ix_disposition_key_0 ON disposition (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_disposition_on ON disposition ("on")
        WHERE deleted = 0;
CREATE INDEX ix_former_name_institution ON former_name (institution)
        WHERE deleted = 0;
CREATE INDEX ix_former_name_key_0 ON former_name (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_former_name_name_sort ON former_name (name_sort)
        WHERE deleted = 0;
CREATE INDEX ix_former_name_until ON former_name (until)
        WHERE deleted = 0;
CREATE INDEX ix_refund_institution ON refund (institution)
        WHERE deleted = 0;
CREATE INDEX ix_refund_key_0 ON refund (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_refund_key_1 ON refund (key_1)
        WHERE deleted = 0;
CREATE INDEX ix_refund_signed_on ON refund (signed_on)
        WHERE deleted = 0;
CREATE INDEX ix_refund_student_sort ON refund (student_sort)
        WHERE deleted = 0;
CREATE INDEX ix_refund_payment_key_0 ON refund_payment (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_refund_payment_key_1 ON refund_payment (key_1)
        WHERE deleted = 0;
CREATE INDEX ix_refund_payment_on ON refund_payment ("on")
        WHERE deleted = 0;
CREATE INDEX ix_refund_payment_refund ON refund_payment (refund)
        WHERE deleted = 0;
CREATE INDEX ix_refund_payment_reverses ON refund_payment (reverses)
        WHERE deleted = 0;
CREATE INDEX ix_wage_settlement_institution ON wage_settlement (institution)
        WHERE deleted = 0;
CREATE INDEX ix_wage_settlement_institution_staff_sort ON wage_settlement (institution, staff_sort)
        WHERE deleted = 0;
CREATE INDEX ix_wage_settlement_key_0 ON wage_settlement (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_wage_settlement_key_1 ON wage_settlement (key_1)
        WHERE deleted = 0;
CREATE INDEX ix_wage_settlement_paid_on ON wage_settlement (paid_on)
        WHERE deleted = 0;
CREATE INDEX ix_wage_settlement_staff_sort ON wage_settlement (staff_sort)
        WHERE deleted = 0;
CREATE INDEX ix_wage_payment_key_0 ON wage_payment (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_wage_payment_key_1 ON wage_payment (key_1)
        WHERE deleted = 0;
CREATE INDEX ix_wage_payment_on ON wage_payment ("on")
        WHERE deleted = 0;
CREATE INDEX ix_wage_payment_reverses ON wage_payment (reverses)
        WHERE deleted = 0;
CREATE INDEX ix_wage_payment_wage_settlement ON wage_payment (wage_settlement)
        WHERE deleted = 0;
CREATE INDEX ix_inspection_key_0 ON inspection (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_inspection_on ON inspection ("on")
        WHERE deleted = 0;
CREATE INDEX ix_inspection_target_addressee ON inspection_target (addressee)
        WHERE deleted = 0;
CREATE INDEX ix_inspection_target_inspection ON inspection_target (inspection)
        WHERE deleted = 0;
CREATE INDEX ix_inspection_target_institution ON inspection_target (institution)
        WHERE deleted = 0;
CREATE INDEX ix_inspection_target_key_0 ON inspection_target (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_inspection_target_violation ON inspection_target (violation)
        WHERE deleted = 0;
CREATE INDEX ix_addressee_address ON addressee (address)
        WHERE deleted = 0;
CREATE INDEX ix_addressee_institution ON addressee (institution)
        WHERE deleted = 0;
CREATE INDEX ix_addressee_key_0 ON addressee (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_addressee_key_1 ON addressee (key_1)
        WHERE deleted = 0;
CREATE INDEX ix_addressee_known_on ON addressee (known_on)
        WHERE deleted = 0;
CREATE INDEX ix_addressee_name_sort ON addressee (name_sort)
        WHERE deleted = 0;
CREATE INDEX ix_rectification_notice_addressee ON rectification_notice (addressee)
        WHERE deleted = 0;
CREATE INDEX ix_rectification_notice_inspection ON rectification_notice (inspection)
        WHERE deleted = 0;
CREATE INDEX ix_rectification_notice_institution ON rectification_notice (institution)
        WHERE deleted = 0;
CREATE INDEX ix_rectification_notice_issued_on ON rectification_notice (issued_on)
        WHERE deleted = 0;
CREATE INDEX ix_rectification_notice_issued_on_serial ON rectification_notice (issued_on, serial)
        WHERE deleted = 0;
CREATE INDEX ix_rectification_notice_key_0 ON rectification_notice (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_rectification_notice_key_1 ON rectification_notice (key_1)
        WHERE deleted = 0;
CREATE INDEX ix_rectification_notice_legal_basis ON rectification_notice (legal_basis)
        WHERE deleted = 0;
CREATE INDEX ix_rectification_notice_violation ON rectification_notice (violation)
        WHERE deleted = 0;
CREATE INDEX ix_code_key_0 ON code (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_code_table_word ON code ("table", word)
        WHERE deleted = 0;
CREATE INDEX ix_division_code ON division (code)
        WHERE deleted = 0;
CREATE INDEX ix_division_key_0 ON division (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_division_name_sort ON division (name_sort)
        WHERE deleted = 0;
CREATE INDEX ix_division_parent ON division (parent)
        WHERE deleted = 0;
CREATE INDEX ix_delegation_key_0 ON delegation (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_delegation_responsible ON delegation (responsible)
        WHERE deleted = 0;
CREATE INDEX ix_delegation_township ON delegation (township)
        WHERE deleted = 0;
CREATE INDEX ix_holiday_date ON holiday (date)
        WHERE deleted = 0;
CREATE INDEX ix_holiday_key_0 ON holiday (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_legal_source_issued_on ON legal_source (issued_on)
        WHERE deleted = 0;
CREATE INDEX ix_legal_source_key_0 ON legal_source (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_legal_source_title_sort ON legal_source (title_sort)
        WHERE deleted = 0;
CREATE INDEX ix_violation_code_code ON violation_code (code)
        WHERE deleted = 0;
CREATE INDEX ix_violation_code_key_0 ON violation_code (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_violation_code_name_sort ON violation_code (name_sort)
        WHERE deleted = 0;
CREATE INDEX ix_operator_key_0 ON operator (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_operator_name_sort ON operator (name_sort)
        WHERE deleted = 0;
CREATE INDEX ix_setting_key_0 ON setting (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_setting_name ON setting (name)
        WHERE deleted = 0;
CREATE INDEX ix_held_row_batch ON held_row (batch)
        WHERE deleted = 0;
CREATE INDEX ix_value_map_key_0 ON value_map (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_column_map_key_0 ON column_map (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_package_key_0 ON package (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_package_made_on ON package (made_on)
        WHERE deleted = 0;
CREATE TRIGGER step_keeps_update BEFORE UPDATE ON step
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER step_keeps_delete BEFORE DELETE ON step
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER change_keeps_update BEFORE UPDATE ON change
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER change_keeps_delete BEFORE DELETE ON change
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE UNIQUE INDEX ix_paper_uid ON paper (uid);
CREATE INDEX ix_attachment_key_0 ON attachment (key_0)
        WHERE deleted = 0;
CREATE INDEX ix_attachment_record ON attachment (record)
        WHERE deleted = 0;
CREATE TRIGGER paper_keeps_update BEFORE UPDATE ON paper
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER paper_keeps_delete BEFORE DELETE ON paper
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
