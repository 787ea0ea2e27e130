"""`chart`: a chart as a picture in a file."""

import argparse

from shuangjian_desktop.analysis.charts import find
from shuangjian_desktop.cli import answers
from shuangjian_desktop.cli.call import Call
from shuangjian_desktop.services import charts
from shuangjian_desktop.services.desk import Desk


def check(options: argparse.Namespace) -> None:
    """See that there is such a chart and that a file of this name can hold a picture, before anything is opened.

    Raises:
        UsageError: one of them is not so.

    """
    find(options.name)
    charts.require_picture(options.out)


def drawn(call: Call, desk: Desk, options: argparse.Namespace) -> None:
    """Count, draw, write the file, and say so.

    Raises:
        UsageError: no such office or category.
        FileError: the file cannot be written.

    """
    asked = charts.scope(desk, options.as_of, options.since, options.office, options.category)
    plot = charts.count(desk, find(options.name), asked)
    charts.export(plot, options.out)
    data = {**charts.as_json(plot), "file": str(options.out)}
    answers.say(call, data, f"{plot.title}（{plot.note}）{'' if plot.marks else '：无数据'}\n已保存：{options.out}")
