"""Random work on a ledger, with undo and redo at random, held against a model that replays what is in force."""

import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shuangjian_desktop.core.errors import RefusedError
from tests.store import trial
from tests.store.undo_model import EMPTY, PARENT, Draft, Model, Written


class Work(RuleBasedStateMachine):
    """One clerk at one ledger of trial registers."""

    records = Bundle("records")
    steps = Bundle("steps")
    versions: Path
    empty: Path

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="undo-"))
        self.path = Path(shutil.copy(self.empty, self.folder / "台账.db"))
        self.ledger = trial.reopen(self.path, self.versions)
        self.model = Model()
        self.roots: dict[int, int] = {}

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            self.ledger.close()
            assert trial.faults(self.path) == []
            shutil.rmtree(self.folder)

    def _do(self, change: Draft) -> int | None:
        """Do a step in the ledger and, when it is not refused, in the model."""
        try:
            _value, changes = self.ledger.transact(trial.operation(), change.write)
        except RefusedError:
            assert change.refusable
            return None
        if changes.step is None:
            assert not change.wrote
            return None
        for uid, register in change.registers.items():
            self.model.registers[uid] = register
        for uid, action, patch in change.wrote:
            self.model.add(changes.step.number, uid, action, patch)
        assert changes.step.rows == len({uid for uid, _action, _patch in change.wrote})
        return changes.step.number

    # --- what a clerk does ---------------------------------------------------------------------------------------

    @rule(target=records, name=st.sampled_from("甲乙丙丁"), head=st.none() | records)
    def add_school(self, name: str, head: str | None) -> str:
        return self._create("school", {"name": name, "head": head if self._is(head, "school") else None})

    @rule(target=records, name=st.sampled_from("王李赵"), school=records, fee=st.integers(0, 9))
    def add_pupil(self, name: str, school: str, fee: int) -> str:
        return self._create(
            "pupil", {"name": name, "school": school if self._is(school, "school") else None, "fee": fee}
        )

    @rule(target=records, pupil=records, amount=st.integers(1, 9), other=st.none() | records)
    def add_payment(self, pupil: str, amount: int, other: str | None) -> str:
        values = {
            "pupil": pupil if self._is(pupil, "pupil") else None,
            "amount": amount,
            "day": date(2021, 9, amount),
            "reverses": other if self._is(other, "payment") else None,
        }
        return self._create("payment", values)

    @rule(target=records, school=records, nick=st.sampled_from(("小", "大")))
    def add_nick(self, school: str, nick: str) -> str:
        return self._create("nick", {"school": school if self._is(school, "school") else None, "nick": nick})

    def _is(self, uid: str | None, register: str) -> bool:
        return self.model.registers.get(uid or "") == register and uid in self.model.living()

    def _create(self, register: str, values: dict[str, object]) -> str:
        draft = Draft(self.model)
        uid = draft.create(register, values)
        assert self._do(draft) is not None
        return uid

    @rule(uid=records, name=st.sampled_from("甲乙丙丁戊"), note=st.sampled_from("一二三"))
    def change_one(self, uid: str, name: str, note: str) -> None:
        draft = Draft(self.model)
        draft.touch(uid, name, note)
        self._do(draft)

    @rule(target=records, count=st.integers(2, 4))
    def import_schools(self, count: int) -> str:
        draft = Draft(self.model)
        uids = [draft.create("school", {"name": f"校{number}"}) for number in range(count)]
        draft.create("nick", {"school": uids[0], "nick": "小校"})
        assert self._do(draft) is not None
        return uids[0]

    @rule(uids=st.lists(records, min_size=2, max_size=4, unique=True), name=st.sampled_from("甲乙"), to=records)
    def change_many(self, uids: list[str], name: str, to: str) -> None:
        draft = Draft(self.model)
        for uid in uids:
            draft.touch(uid, name, "多")
        if self._is(uids[0], "pupil") and self._is(to, "school"):
            draft.update(uids[0], {"school": to})
        self._do(draft)

    @rule(target=records, count=st.integers(2, 3), school=records)
    def import_some(self, count: int, school: str) -> str:
        """New pupils with payments, and a change of an old record twice, in one step."""
        draft = Draft(self.model)
        to = school if self._is(school, "school") else None
        uids = [draft.create("pupil", {"name": "新", "school": to, "fee": number}) for number in range(count)]
        for uid in uids[1:]:
            draft.create("payment", {"pupil": uid, "amount": 5, "day": date(2021, 9, 5)})
        draft.update(uids[0], {"fee": 77})
        if to:
            draft.touch(to, "戊", "导入")
            draft.touch(to, "己", "导入")
        assert self._do(draft) is not None
        return uids[-1]

    @rule(uid=records)
    def remove(self, uid: str) -> None:
        draft = Draft(self.model)
        draft.delete(uid)
        self._do(draft)

    @rule(uid=records)
    def bring_back(self, uid: str) -> None:
        if self.model.state(uid).living:
            return
        draft = Draft(self.model)
        draft.restore(uid)
        self._do(draft)

    # --- undo and redo ---------------------------------------------------------------------------------------------

    @rule(which=st.integers(0, 6), back=st.booleans())
    def flip(self, which: int, back: bool) -> None:
        numbers = sorted({change.step for change in self.model.log if change.active == back})
        if numbers:
            self._flip(numbers[-1 - which % len(numbers)], back)

    @rule(which=st.integers(0, 30), back=st.booleans())
    def flip_any(self, which: int, back: bool) -> None:
        numbers = sorted({change.step for change in self.model.log})
        if numbers:
            self._flip(numbers[-1 - which % len(numbers)], back)

    def _flip(self, step: int, back: bool) -> None:
        wanted = self.model.candidates(step, back)
        try:
            undone = (self.ledger.undo if back else self.ledger.redo)(step, "李四")
        except RefusedError:
            self._refused(step, wanted, back)
            return
        assert wanted
        kept = {one.uid for one in undone.kept} | {one.uid for one in undone.impossible}
        assert undone.undone == len(wanted) - len(kept)
        self._flipped(step, wanted, kept, back)
        told = self.ledger.reader.step(step)
        assert told is not None
        assert told.undone == any(change.step == step and not change.active for change in self.model.log)

    def _flipped(self, step: int, wanted: dict[str, list[Written]], kept: set[str], back: bool) -> None:
        for uid, changes in wanted.items():
            if uid not in kept:
                assert not self.model.built_upon(uid, step)
                for change in changes:
                    change.active = not back
        for uid in wanted.keys() - kept:  # a kept record is kept whole
            parent = PARENT[self.model.registers[uid]]
            above = self.model.state(uid).values[parent] if parent else None
            assert above not in kept or self.model.state(uid).living
        for uid in kept:
            assert self._justified(step, uid, wanted, kept, back), (uid, self.model.registers[uid])

    def _refused(self, step: int, wanted: dict[str, list[Written]], back: bool) -> None:
        """A refusal is right if there was nothing to flip, or the step is about one record and something blocks it."""
        if wanted:
            assert len({self._top(uid, wanted) for uid in wanted}) == 1
            assert any(self._justified(step, uid, wanted, {uid}, back) for uid in wanted) or self._tangled(wanted, back)

    def _top(self, uid: str, among: dict[str, list[Written]]) -> str:
        parent = PARENT[self.model.registers[uid]]
        above = str(self.model.state(uid).values[parent] or "") if parent else ""
        return self._top(above, among) if above in among else above or uid

    def _tangled(self, wanted: dict[str, list[Written]], back: bool) -> bool:
        """Whether flipping all of it would leave a reference that leads to no living record."""
        return bool(self._lost_after(wanted, set(wanted), back))

    def _lost_after(self, wanted: dict[str, list[Written]], flipped: set[str], back: bool) -> set[tuple[str, str]]:
        changes = [change for uid in flipped for change in wanted[uid]]
        for change in changes:
            change.active = not back
        lost = self.model.lost()
        for change in changes:
            change.active = back
        return lost

    def _justified(self, step: int, uid: str, wanted: dict[str, list[Written]], kept: set[str], back: bool) -> bool:
        """Whether a record had to stay."""
        if self.model.built_upon(uid, step):
            return True
        state = self.model.state(uid)
        first = wanted[uid][-1 if back else 0]
        if not back:
            living = first.action in ("update", "delete")
            found = {key: first.found.get(key) for key in (first.patch if first.action == "update" else first.found)}
            if state.living != living or any(state.values[key] != value for key, value in found.items()):
                return True
        parent = PARENT[self.model.registers[uid]]
        if parent and state.values[parent] in kept:
            return True
        # It would point to what is not living, or what points to it would.
        return any(uid in pair for pair in self._lost_after(wanted, {uid}, back))

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "ledger"):
            return
        assert not self.model.lost()
        for register in EMPTY:
            uids = [uid for uid, key in self.model.registers.items() if key == register]
            found = self.ledger.reader.get_many(register, uids)
            for uid in uids:
                state, record = self.model.state(uid), found[uid]
                assert (not record.deleted) == state.living
                assert {key: record.values[key] for key in state.values} == state.values
                if register == "pupil" and state.living:
                    rows = [self.model.state(row).values for row in self.model.under(uid)[1:]]
                    assert record.values["paid"] == sum(int(str(row["amount"])) for row in rows)


@pytest.mark.slow
def test_random_work_agrees_with_the_model(versions: Path, trial_file: Path) -> None:
    Work.versions, Work.empty = versions, trial_file
    run_state_machine_as_test(
        Work,
        settings=settings(
            max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
