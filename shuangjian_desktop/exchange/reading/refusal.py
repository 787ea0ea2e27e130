"""Why a file is not read, before the file's name is put in front of it."""

SAVE_AS_XLSX = "请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（.xlsx）”，再选另存的文件。"
COPY_AGAIN = "请重新下载或复制这个文件，再试一次。"
INTO_NEW_BOOK = "请把需要的内容复制到一个新建的工作簿里，保存为 .xlsx 后再试。"


class Refusal(Exception):  # noqa: N818 - what a clerk is told, not a fault of the program
    """The file cannot be read.

    `what` is a Chinese predicate whose subject is the file's name ("是 PDF 文件，不是表格。"), `hint` says what to do.
    """

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what, hint)
        self.what = what
        self.hint = hint


def damaged(detail: str) -> Refusal:
    """Return the refusal of a workbook that is not whole; `detail` says in Chinese what is wrong with it."""
    return Refusal(f"不完整或已损坏：{detail}。", COPY_AGAIN)


def unsound(detail: str) -> Refusal:
    """Return the refusal of a workbook that is whole, but not as Excel writes one."""
    return Refusal(f"的内容不合规范：{detail}，为安全起见不读取。", SAVE_AS_XLSX)
