"""Menu and tool bar: every deed of the window once, with its key."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolBar, QWidget

from shuangjian_desktop.core.records import Step

if TYPE_CHECKING:
    from shuangjian_desktop.ui.main_window import MainWindow

_LONGEST = 40


class Actions:
    """The deeds of a window, in its menu and on its tool bar."""

    def __init__(self, window: "MainWindow") -> None:
        """Fill the menu and the tool bar of `window`."""
        self._window = window
        self.import_ = self._action("导入…", lambda: window.import_(), "Ctrl+I", "导入 Excel、WPS 或 CSV 表格")
        self.export = self._action("导出…", window.export, "Ctrl+E", "把当前列表导出为 Excel")
        self.pack = self._action("发出数据包…", window.pack, "Ctrl+D", "把台账做成数据包，发给市局或区县")
        self.receive = self._action("接收数据包…", lambda: window.receive(), "Ctrl+R", "接收对方发来的数据包")
        self.packages = self._action("收发记录…", window.show_packages, "Ctrl+L", "查看发出和收到过的数据包")
        self.undo = self._action("撤销", window.undo, "Ctrl+Z")
        self.redo = self._action("重做", window.redo, "Ctrl+Y")
        self.backup = self._action("备份…", window.backup, "Ctrl+B", "现在备份台账")
        self.restore = self._action("恢复…", window.restore_asked.emit, "", "用备份恢复台账")
        self.operator = self._action("经办人", window.choose_operator, "Ctrl+Shift+O", "换一位经办人")
        self.unmask = self._action("显示个人信息", window.toggle_mask, "Ctrl+Shift+P")
        self.help = self._action("使用手册", window.help, "F1", "打开手册里与当前页有关的一页")
        self.about = self._action("关于", window.about)
        self.quit = self._action("退出", window.close, "Ctrl+Q")
        self._fill_menu()
        self._fill_bar()

    def _action(self, text: str, deed: Callable[[], object], keys: str = "", tip: str = "") -> QAction:
        """Return a deed; it belongs to the window, so that its key works on every page."""
        action = QAction(text, self._window)
        action.triggered.connect(lambda _checked: deed())
        if keys:
            action.setShortcut(QKeySequence(keys))
        if tip or keys:
            action.setToolTip(f"{tip or text}（{keys}）" if keys else tip)
        self._window.addAction(action)
        return action

    def _fill_menu(self) -> None:
        menus: dict[str, list[QAction | None]] = {
            "文件(&F)": [self.import_, self.export, None, self.backup, self.restore, None, self.quit],
            "编辑(&E)": [self.undo, self.redo],
            "数据包(&P)": [self.pack, self.receive, None, self.packages],
            "查看(&V)": [self.unmask],
            "经办人(&O)": [self.operator],
            "帮助(&H)": [self.help, None, self.about],
        }
        for title, actions in menus.items():
            menu = self._window.menuBar().addMenu(title)
            for action in actions:
                if action:
                    menu.addAction(action)
                else:
                    menu.addSeparator()
        for number in range(10):  # Alt+1 … Alt+9 and Alt+0 show the tabs
            keys = f"Alt+{(number + 1) % 10}"
            self._action(f"第 {number + 1} 页", partial(self._show_tab, number), keys)

    def _show_tab(self, number: int) -> None:
        self._window.tabs.setCurrentIndex(number)

    def _fill_bar(self) -> None:
        bar = QToolBar("工具栏", self._window)
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        packages, turning = (self.pack, self.receive), (self.undo, self.redo)
        for action in packages:
            action.setIconText(action.text().removesuffix("…"))
        for group in ((self.import_, self.export), packages, turning, (self.backup,), (self.unmask,)):
            bar.addActions(group)
            bar.addSeparator()
        bar.addAction(self.operator)
        for action in bar.actions():
            button = bar.widgetForAction(action)
            if button:
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._window.addToolBar(bar)

    # --- what they show ------------------------------------------------------------------------------------------
    def enable(self, *, open_ledger: bool) -> None:
        """Enable the deeds that need a ledger; 撤销, 重做 and 导出 wait for what they would work on."""
        packages = (self.pack, self.receive, self.packages)
        for action in (self.import_, *packages, self.backup, self.restore, self.operator, self.unmask):
            action.setEnabled(open_ledger)
        self.show_steps(None, None)
        self.export.setEnabled(False)

    def follow_page(self, page: QWidget) -> None:
        """Enable 导出 where the page can."""
        self.export.setEnabled(hasattr(page, "export"))

    def show_desk(self, operator: str, *, unmasked: bool) -> None:
        """Name the operator, and what the mask's deed would do."""
        self.operator.setText(f"经办人：{operator or '未选择'}")
        self.unmask.setText("隐藏个人信息" if unmasked else "显示个人信息")

    def show_steps(self, undo: Step | None, redo: Step | None) -> None:
        """Name the steps that 撤销 and 重做 would turn."""
        for action, word, step, keys in ((self.undo, "撤销", undo, "Ctrl+Z"), (self.redo, "重做", redo, "Ctrl+Y")):
            action.setEnabled(step is not None)
            action.setIconText(word)  # the tool bar stays short
            title = step.title if step else ""
            short = title if len(title) <= _LONGEST else f"{title[:_LONGEST]}…"
            action.setText(f"{word}：{short}" if step else word)
            action.setToolTip(f"{word}第 {step.number} 步：{title}（{keys}）" if step else f"没有可以{word}的步骤")
