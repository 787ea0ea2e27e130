"""Papers of notices: kept as issued, marked when they leave again, worded from the records, drafted from a visit."""

import json
import sys
from datetime import date

import pytest
from sqlcipher3 import dbapi2

from shuangjian_desktop.core.errors import Cancelled, FileError, RefusedError, UsageError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.documents.typesetting import MissingGlyphError
from shuangjian_desktop.registers.reference import reference_uid
from shuangjian_desktop.services import backups, deeds, paper_fonts, papers, steps
from shuangjian_desktop.services.notice_words import full_name
from tests.documents.machine import machine_with
from tests.documents.paper import pages, running, text_of
from tests.services.entries import change, enter, notice, school

NOTICE = papers.NOTICE
DAY = date(2022, 3, 1)


@pytest.fixture
def institution(desk):
    return school(
        desk,
        "郑州市金水区启航教育培训学校",
        uscc="52410105MJ0123456T",
        legal_representative="王建军",
        address="金水区花园路39号国贸中心3层",
    )


@pytest.fixture
def draft(desk, institution):
    facts = "未公示收费标准。现场没有公示牌。\n未按规定退费。家长王某反映。"
    return notice(desk, institution, facts=facts, requirements="立即公示；\n7日内退费。")


def issue(desk, uid, day=DAY):
    return deeds.act(desk, NOTICE, uid, "issue", {"issued_on": day})


@pytest.fixture
def issued(desk, draft):
    issue(desk, draft)
    return draft


def void(desk, uid):
    deeds.act(desk, NOTICE, uid, "void", {"voided_on": date(2022, 3, 9), "void_reason": "对象写错"})


def printed_text(desk, *uids):
    return running(papers.preview(desk, uids).pdf)


def saved(desk, tmp_path, *uids):
    done = papers.save_pdf(desk, uids, tmp_path / "通知书.pdf")
    return running(done.file.read_bytes())


# --- words -----------------------------------------------------------------------------------------------------------
def test_a_paper_says_what_the_records_say(desk, draft, institution):
    visit = enter(desk, "inspection", {"on": DAY, "kind": "专项检查", "place": "花园路", "officers": "刘洋、周敏"})
    source = reference_uid("legal_source", "校外培训行政处罚暂行办法")
    change(desk, NOTICE, draft, inspection=visit, legal_basis=source, articles="第二十条")
    desk.set_setting("notice_contact", "联系人：周敏，联系电话：0371-65432100")
    text = printed_text(desk, draft)
    for words in (
        "郑州市金水区教育局责令限期整改通知书",
        "郑州市金水区启航教育培训学校：",
        "统一社会信用代码：52410105MJ0123456T，法定代表人（负责人）：王建军，办学地址：金水区花园路39号国贸中心3层。",
        "我局于2022年3月1日对你单位开展专项检查，发现存在以下问题：",
        "（一）未公示收费标准。现场没有公示牌。",
        "（二）未按规定退费。",
        "依据《校外培训行政处罚暂行办法》（教育部令第53号）第二十条的有关规定，现责令你单位于2022年12月31日前完成整改",
        "1.立即公示；2.7日内退费。",
        "加盖公章后报送我局",
        "（联系人：周敏，联系电话：0371-65432100）",
    ):
        assert words in text
    assert text_of(papers.preview(desk, [draft]).pdf, 0).count("未公示收费标准") == 1


def test_nothing_legal_is_added_where_the_clerk_cites_nothing(desk, draft):
    text = printed_text(desk, draft)
    assert "依据" not in text
    assert "经查，你单位存在以下问题：" in text


def test_what_the_clerk_numbered_is_not_numbered_again(desk, institution):
    uid = notice(desk, institution, facts="一、未公示\n二、未退费", requirements="（1）公示\n（2）退费")
    text = printed_text(desk, uid)
    assert "一、未公示。二、未退费。" in text
    assert "（1）公示；（2）退费。" in text
    assert "（一）" not in text


@pytest.mark.parametrize(
    ("values", "called", "you"),
    [
        ({"kind": "个人", "name": "钱某", "address": "花园路85号院"}, "钱某：", "对你开展"),
        ({"kind": "场所", "name": "楼上辅导班", "address": "文化路66号"}, "楼上辅导班（文化路66号）：", "对你处开展"),
        ({"kind": "场所", "address": "文化路66号2层"}, "文化路66号2层：", "对你处开展"),
    ],
)
def test_people_and_places_are_addressed_as_such(desk, values, called, you):
    visit = enter(desk, "inspection", {"on": DAY, "place": "花园路", "officers": "刘洋、周敏"})
    uid = notice(desk, addressee=enter(desk, "addressee", values), inspection=visit)
    text = printed_text(desk, uid)
    assert called in text
    assert f"{you}日常巡查" in text
    assert "加盖公章" not in text


def test_the_office_has_its_own_words(desk, draft):
    desk.set_setting("office_name", "金水区校外培训监管办公室")
    desk.set_setting("notice_closing", "请按期整改。\n特此通知。")
    desk.set_setting("notice_head", "红头")
    text = printed_text(desk, draft)
    assert "请按期整改。特此通知。金水区校外培训监管办公室" in text
    assert "行政复议" not in text


@pytest.mark.skipif(sys.platform != "linux", reason="where other systems keep fonts is not ours to change")
def test_an_office_may_have_the_faces_of_its_machine(desk, draft, tmp_path):
    desk.set_setting("paper_fonts", "本机的字体")
    with machine_with(tmp_path, {"仿宋": "GongwenFangsong-Regular.ttf"}):
        issue(desk, draft)
        lines = {line.title: line for line in paper_fonts.font_lines(system=True)}
    pdf = desk.ledger.reader.papers.kept([draft])[draft].pdf
    assert b"GongwenFangsong" not in pdf
    assert b"GongwenTitle" in pdf
    assert (lines["仿宋体"].printed_in, lines["仿宋体"].file) == ("仿宋", "仿宋.ttf")
    assert [title for title, line in lines.items() if line.stands_in] == ["小标宋体", "楷体", "黑体"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("410105", "郑州市金水区教育局"),
        ("410171", "郑州经济技术开发区教育局"),
        ("410181", "巩义市教育局"),
        ("4101", "郑州市教育局"),
    ],
)
def test_a_district_is_called_by_its_whole_name(code, name):
    assert full_name(code) == name


# --- drafts, issue, marks --------------------------------------------------------------------------------------------
def test_a_draft_says_so_and_has_no_number(desk, draft):
    text = printed_text(desk, draft)
    assert "草稿" in text
    assert "郑金教改" not in text
    assert desk.ledger.reader.papers.kept([draft]) == {}


def test_what_was_issued_is_kept_byte_for_byte(desk, issued, institution):
    kept = desk.ledger.reader.papers.kept([issued])[issued]
    assert papers.preview(desk, [issued]).pdf == kept.pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in kept.pdf
    assert json.loads(kept.data)["number"] == "郑金教改〔2022〕1号"
    assert json.loads(kept.data)["operator"] == "王芳"
    change(desk, "institution", institution, name="郑州市金水区改了名的学校", address="别处")
    desk.set_setting("notice_closing", "另一结尾。")
    assert papers.preview(desk, [issued]).pdf == kept.pdf


def test_a_paper_is_kept_in_the_step_that_gives_the_number(desk, institution, draft):
    number = issue(desk, draft).step.number
    with dbapi2.connect(str(desk.ledger.path)) as connection:
        rows = connection.execute("SELECT step, register, uid, length(digest) FROM paper").fetchall()
    assert rows == [(number, NOTICE, draft, 64)]


def test_a_name_that_cannot_be_printed_takes_no_number(desk, institution):
    bad = notice(desk, institution, facts="学生王😀未退费")
    with pytest.raises(MissingGlyphError, match="😀"):
        issue(desk, bad)
    assert desk.record(NOTICE, bad).values["state"] == "草稿"
    issue(desk, following := notice(desk, institution, facts="另一问题"))
    assert desk.record(NOTICE, following).values["number"] == "郑金教改〔2022〕1号"


def test_what_is_left_off_the_case_is_hinted_at(desk, institution):
    uid = notice(desk, institution, facts="未公示\n未退费\n超时")
    assert "未公示、未退费、超时" in printed_text(desk, uid)
    assert "超时等" not in printed_text(desk, uid)
    change(desk, NOTICE, uid, facts="未公示\n未退费\n超时\n占用消防通道")
    assert "未公示、未退费、超时等" in printed_text(desk, uid)


def test_an_altered_paper_is_found_by_the_check(desk, issued):
    assert backups.check(desk.ledger.path) == []
    with dbapi2.connect(str(desk.ledger.path)) as connection:
        with pytest.raises(dbapi2.IntegrityError, match="append-only"):
            connection.execute("UPDATE paper SET data = '{}'")
        connection.execute("DROP TRIGGER paper_keeps_update")
        connection.execute("UPDATE paper SET data = '{}'")
        connection.commit()
    assert any("已下达的文书与封存时不同" in finding for finding in backups.check(desk.ledger.path))


def test_printings_are_counted_and_a_reprint_says_so(desk, issued, tmp_path):
    assert "次打印" not in printed_text(desk, issued)
    assert "次打印" not in saved(desk, tmp_path, issued)
    assert "第2次打印" in saved(desk, tmp_path, issued)
    papers.printed(desk, [issued])
    assert "第4次打印" in printed_text(desk, issued)
    assert desk.record(NOTICE, issued).values["prints"] == 3
    titles = [step.title for step in steps.steps(desk, 9) if step.verb == "print"]
    assert titles[0] == "打印整改通知书：郑金教改〔2022〕1号 郑州市金水区启航教育培训学校"
    assert titles[1].startswith("存为 PDF 的整改通知书：郑金教改〔2022〕1号")


def test_a_printing_is_neither_undone_nor_in_the_way_of_an_undo(desk, institution, issued):
    change(desk, "institution", institution, notes="改过")
    number = papers.printed(desk, [issued]).step.number
    with pytest.raises(RefusedError, match="已经打印，打印记录不能撤销"):
        steps.undo(desk, number)
    steps.undo(desk)
    assert desk.record("institution", institution).values["notes"] is None
    assert desk.record(NOTICE, issued).values["prints"] == 1


def test_a_void_notice_says_so_over_the_paper_that_was_issued(desk, issued):
    before = printed_text(desk, issued)
    void(desk, issued)
    text = printed_text(desk, issued)
    assert "作废" in text
    assert text.replace("作废", "") == before


def test_a_notice_from_outside_is_printed_as_the_ledger_has_it(desk, institution):
    number = {"prefix": "郑金教改", "year": 2021, "serial": 7, "issued_on": date(2021, 11, 13)}
    values = {"institution": institution, "facts": "甲", "requirements": "改", "deadline": date(2021, 12, 1), **number}
    uid = desk.ledger.transact(desk.operation("import", "导入"), lambda writer: writer.create(NOTICE, values))[0]
    text = printed_text(desk, uid)
    assert "按台账补印" in text
    assert "郑金教改〔2021〕7号" in text
    assert "2021年11月13日" in text
    papers.printed(desk, [uid])
    assert "按台账补印　第2次打印" in printed_text(desk, uid)


# --- several, files --------------------------------------------------------------------------------------------------
def test_several_come_in_their_order_each_with_its_mark(desk, institution, issued):
    others = [notice(desk, institution, facts=f"问题{number}") for number in range(3)]
    issue(desk, others[1])
    void(desk, others[1])
    bundle = papers.preview(desk, [others[1], issued, others[0], others[2]])
    assert len(bundle.pages) == 4
    assert pages(bundle.pdf) == sum(bundle.pages)
    starts = [sum(bundle.pages[:place]) for place in range(4)]
    firsts = [running(bundle.pdf, start) for start in starts]
    assert ["作废" in text for text in firsts] == [True, False, False, False]
    assert ["草稿" in text for text in firsts] == [False, False, True, True]
    assert ["郑金教改〔2022〕2号" in firsts[0], "郑金教改〔2022〕1号" in firsts[1]] == [True, True]


def test_numbers_are_found_however_their_brackets_are_written(desk, issued):
    assert papers.by_number(desk, ["郑金教改〔2022〕1号", "郑金教改[2022] 1号"]) == [issued]
    with pytest.raises(UsageError, match="没有文号为“郑金教改〔2022〕2号”"):
        papers.by_number(desk, ["郑金教改〔2022〕1号", "郑金教改〔2022〕2号"])
    with pytest.raises(UsageError, match="“12”不是文号"):
        papers.by_number(desk, ["12"])


def test_a_file_that_cannot_be_written_leaves_no_printing(desk, issued, tmp_path):
    with pytest.raises(FileError, match="不存在"):
        papers.save_pdf(desk, [issued], tmp_path / "没有" / "一.pdf")
    (tmp_path / "夹.pdf").mkdir()
    with pytest.raises(FileError, match=r"“夹\.pdf”是文件夹"):
        papers.save_pdf(desk, [issued], tmp_path / "夹.pdf")
    if sys.platform != "win32":  # there the whole path is too long, and the system says it is not there
        with pytest.raises(FileError, match="文件名太长"):
            papers.save_pdf(desk, [issued], tmp_path / f"{'长' * 300}.pdf")
    with pytest.raises(UsageError, match=r"须以 \.pdf 结尾"):
        papers.save_pdf(desk, [issued], tmp_path / "一.doc")
    assert desk.record(NOTICE, issued).values["prints"] is None


def test_a_cancelled_file_is_not_there_and_not_on_record(desk, issued, tmp_path):
    progress = Progress()
    progress.cancelled.set()
    with pytest.raises(Cancelled):
        papers.save_pdf(desk, [issued], tmp_path / "一.pdf", progress)
    assert list(tmp_path.glob("*.pdf")) == []
    assert desk.record(NOTICE, issued).values["prints"] is None


def test_looking_at_a_paper_is_on_record_once_unless_names_are_readable_anyway(desk, issued):
    def looked():
        return [step.title for step in steps.steps(desk, 20) if step.verb == "unmask"]

    papers.preview(desk, [issued])
    assert looked() == ["查看个人信息：预览整改通知书"]
    papers.preview(desk.unmask("窗口"), [issued])
    assert looked() == ["查看个人信息：窗口", "查看个人信息：预览整改通知书"]


# --- from a visit ----------------------------------------------------------------------------------------------------
@pytest.fixture
def visit(desk, institution):
    place = enter(desk, "addressee", {"kind": "个人", "name": "钱某", "address": "花园路85号院"})
    rows = [
        {"institution": institution, "findings": "未公示收费标准"},
        {"addressee": place, "violation": reference_uid("violation_code", "w01")},
    ]
    values = {"on": DAY, "kind": "专项检查", "place": "花园路", "officers": "刘洋、周敏"}
    return enter(desk, "inspection", values, {"inspection_target": rows})


def drafts(desk):
    return desk.ledger.reader.first(Query(NOTICE), 10)


def test_what_the_visit_found_goes_before_the_name_of_the_kind_of_violation(desk, institution):
    values = {"on": DAY, "place": "花园路", "officers": "刘洋、周敏", "findings": "无证办学，收费未公示"}
    target = {"institution": institution, "violation": reference_uid("violation_code", "w01")}
    visit = enter(desk, "inspection", values, {"inspection_target": [target]})
    deeds.act(desk, "inspection", visit, "draft_notices", {})
    assert drafts(desk)[0].values["facts"] == "无证办学，收费未公示"


def test_a_visit_becomes_a_draft_for_each_target_in_one_step(desk, visit, institution):
    desk.set_setting("notice_days", "30")
    deeds.act(desk, "inspection", visit, "draft_notices", {})
    one, other = sorted((record.values for record in drafts(desk)), key=lambda values: values["institution"] is None)
    assert (one["institution"], one["facts"], one["inspection"]) == (institution, "未公示收费标准", visit)
    assert other["facts"] == "擅自举办校外培训机构"
    assert one["deadline"] == date.fromordinal(desk.day.toordinal() + 30)
    assert one["requirements"].startswith("立即停止")
    assert one["state"] == "草稿"
    assert steps.steps(desk, 1)[0].title.startswith("拟整改通知书：2022-03-01 花园路")
    steps.undo(desk)
    assert drafts(desk) == []


def test_whoever_has_a_notice_of_the_visit_gets_no_second_draft(desk, visit):
    deeds.act(desk, "inspection", visit, "draft_notices", {})
    with pytest.raises(RefusedError, match="都已经有整改通知书"):
        deeds.act(desk, "inspection", visit, "draft_notices", {})
    first = drafts(desk)[0].uid
    issue(desk, first, desk.day)
    deeds.act(desk, NOTICE, first, "void", {"voided_on": desk.day, "void_reason": "写错"})
    deeds.act(desk, "inspection", visit, "draft_notices", {})
    assert len(drafts(desk)) == 3


def test_a_visit_without_findings_is_refused_with_what_to_do(desk, institution):
    values = {"on": DAY, "place": "花园路", "officers": "刘洋、周敏"}
    alone = enter(desk, "inspection", values)
    with pytest.raises(RefusedError, match="还没有检查对象"):
        deeds.act(desk, "inspection", alone, "draft_notices", {})
    silent = enter(
        desk, "inspection", {**values, "place": "别处"}, {"inspection_target": [{"institution": institution}]}
    )
    with pytest.raises(RefusedError, match="没有写明发现了什么问题：郑州市金水区启航教育培训学校"):
        deeds.act(desk, "inspection", silent, "draft_notices", {})
    change(desk, "inspection", silent, result="未发现问题")
    with pytest.raises(RefusedError, match="现在不能“拟整改通知书”"):
        deeds.act(desk, "inspection", silent, "draft_notices", {})
