"""What the program keeps about itself; undoable like all else, shown in dialogs rather than tabs."""

import re
from dataclasses import dataclass

from shuangjian_desktop.core.guard import Guard
from shuangjian_desktop.core.kinds import Choice, Date, Integer, Kind, Ref, Text, Value, ValueProblem
from shuangjian_desktop.core.masking import mask_text
from shuangjian_desktop.core.natural_key import key_of
from shuangjian_desktop.core.official_codes import Code
from shuangjian_desktop.core.register import Field, Register, Values
from shuangjian_desktop.registers.fields import YES_NO, field

_JSON = Text(longest=10_000_000, block=True)


@dataclass(frozen=True)
class _Sealed(Text):
    """Rows of clerks' sheets, which only the program reads: masked, nothing of them is seen."""

    def mask(self, value: Value) -> str:
        """Return a sign that something is there."""
        return "******" if value else ""


_CELLS = _Sealed(longest=10_000_000, block=True)


def _count(key: str, label: str) -> Field:
    """Return a number of rows."""
    return field(key, label, Integer(), default=0)


def _word(key: str, label: str, kind: Kind | None = None) -> Field:
    """Return a required identifier."""
    return field(key, label, kind or Code(longest=200), required=True)


OPERATOR = Register(
    key="operator",
    title="经办人",
    group="system",
    fields=(
        field("name", "姓名", Text(longest=60), required=True, search=True, pinyin=True),
        field("active", "在用", YES_NO, default="是"),
    ),
    keys=(key_of("姓名", "name"),),
    name_fields=("name",),
    order=(("name", False),),
)

SETTING = Register(
    key="setting",
    title="设置",
    group="system",
    fields=(_word("name", "名称"), field("value", "值", _JSON)),
    keys=(key_of("名称", "name"),),
    name_fields=("name",),
    order=(("name", False),),
)

IMPORT_BATCH = Register(
    key="import_batch",
    title="导入批次",
    group="system",
    fields=(
        _word("file_name", "文件", Text(longest=500)),
        field("digest", "摘要", Code(longest=200)),
        _word("register", "台账"),
        field("sheet", "工作表", Text()),
        field("head_row", "表头行", Integer()),
        field("mapping", "对应关系", _JSON),
        _count("rows", "行数"),
        _count("created", "新增"),
        _count("updated", "更新"),
        _count("unchanged", "无变化"),
        _count("doubtful", "存疑"),
        _count("held", "有误"),
    ),
    keys=(),
    name_fields=("file_name", "sheet"),
)

HELD_ROW = Register(
    key="held_row",
    title="待处理",
    group="system",
    fields=(
        field("batch", "导入批次", Ref(to="import_batch"), required=True),
        _word("into", "台账"),
        field("sheet", "工作表", Text()),
        field("row", "行", Integer(), required=True),
        field("cells", "单元格", _CELLS, personal=True),
        field("problems", "问题", _CELLS, personal=True),
        field("state", "状态", Choice(options=("待处理", "已入账", "已放弃")), default="待处理"),
        field("level", "类型", Choice(options=("存疑", "有误")), default="有误"),
    ),
    keys=(),
    name_fields=("sheet", "row"),
)

VALUE_MAP = Register(
    key="value_map",
    title="词语对应",
    group="system",
    fields=(
        _word("register", "台账"),
        _word("field", "字段"),
        _word("word", "原词", Text()),
        field("value", "对应值", Text()),
    ),
    keys=(key_of("台账＋字段＋原词", "register", "field", "word"),),
    name_fields=("word", "value"),
)

COLUMN_MAP = Register(
    key="column_map",
    title="表头对应",
    group="system",
    fields=(_word("register", "台账"), _word("heads", "表头", _JSON), field("mapping", "对应关系", _JSON)),
    keys=(key_of("台账＋表头", "register", "heads"),),
    name_fields=("register",),
)

SENT, RECEIVED = "发出", "收到"


def _sent_stays(values: Values) -> str:
    """Refuse to take back a package that was sent: it may lie with its receiver already."""
    sent = values.get("direction") == SENT
    return "数据包已经发出；要更正请改好后再发一个数据包" if sent else ""


PACKAGE = Register(
    key="package",
    title="数据包",
    group="system",
    fields=(
        field("direction", "方向", Choice(options=(SENT, RECEIVED)), required=True),
        _word("partner", "对方"),
        field("number", "序号", Integer(minimum=1), required=True),
        field("previous", "上一序号", Integer()),
        field("kind", "包类型", Choice(options=("全量", "增量"))),
        _word("digest", "内容摘要"),
        _word("file_name", "文件", Text(longest=500)),
        field("since", "期间起", Date()),
        field("made_on", "制作日期", Date()),
        field("change", "截至变更", Integer(), hint="发出时台账最后一处变更的编号"),
        _count("rows", "行数"),
    ),
    keys=(key_of("方向＋对方＋序号", "direction", "partner", "number"),),
    name_fields=("direction", "partner", "number"),
    as_of="made_on",
    guard=Guard(stays=_sent_stays),
)


@dataclass(frozen=True)
class _FileName(Text):
    """The name of a file: masked, its ending is still seen."""

    def mask(self, value: Value) -> str:
        """Hide the name, which may be a person's."""
        name, dot, ending = self.show(value).rpartition(".")
        return mask_text(name) + dot + ending if name else mask_text(ending)


@dataclass(frozen=True)
class _Sha256(Code):
    """A digest by SHA-256: 64 hexadecimal digits. It names a file in the folder of attachments."""

    longest: int = 64

    def read(self, text: str) -> Value:
        """Check the digits."""
        digest = super().read(text)
        if not re.fullmatch(r"[0-9a-f]{64}", str(digest)):
            raise ValueProblem("不是文件的内容摘要", "64 位十六进制数")
        return digest


ATTACHMENT_KINDS = ("图片", "PDF", "表格", "文档", "音视频", "其他")

ATTACHMENT = Register(
    key="attachment",
    title="附件",
    group="system",
    carried=True,
    fields=(
        _word("register", "所属台账"),
        _word("record", "所属记录"),
        field("name", "文件名", _FileName(longest=200), personal=True),
        _word("digest", "内容摘要", _Sha256()),
        field("size", "字节数", Integer(), required=True),
        field("kind", "类型", Choice(options=ATTACHMENT_KINDS), default="其他"),
        field("added_on", "添加日期", Date()),
        field("notes", "说明", Text(longest=500)),
    ),
    keys=(key_of("所属记录＋内容摘要", "record", "digest"),),
    name_fields=("name",),
    order=(("record", False),),
)

SYSTEM = (OPERATOR, SETTING, IMPORT_BATCH, HELD_ROW, VALUE_MAP, COLUMN_MAP, PACKAGE, ATTACHMENT)
