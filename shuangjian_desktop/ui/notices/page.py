"""The page of the notices: what every register's page has, and the way to their papers."""

from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.register_page import RegisterPage
from shuangjian_desktop.ui.widgets import button, shortcut

MOST = 300  # notices at once: each issued one is a whole PDF


class NoticePage(RegisterPage):
    """Notices, one or several of which can be looked at as papers."""

    def _lay_out(self) -> None:
        """Put 预览打印 beside what can be done with rows."""
        self.papers_button = button("预览打印…", "papers", self.show_papers, "选中的通知书（可多选），Ctrl+P")
        super()._lay_out()
        self.bar.insertWidget(self.bar.indexOf(self.delete_button) + 1, self.papers_button)

    def _keys(self) -> None:
        super()._keys()
        shortcut("Ctrl+P", self, self.show_papers)

    def _offer(self) -> None:
        super()._offer()
        self.papers_button.setEnabled(self.open_button.isEnabled())

    def show_papers(self) -> None:
        """Show the papers of the selected notices."""
        if self.view.selected_count() > MOST:
            messages.inform(self.window(), f"一次最多预览 {MOST:,} 份通知书。", "请少选一些，分几次打印。")
        else:
            self.rows.with_selected(self._show)

    def _show(self, uids: list[str]) -> None:
        from shuangjian_desktop.ui.notices.preview_dialog import PreviewDialog  # QtPdf: not before it is wanted

        PreviewDialog(uids, self.session, self.window()).open()
