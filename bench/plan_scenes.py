"""The pictures of the plan: its page, what another plan would do, what leaves soon, members, the demo's bar and its tour."""

from __future__ import annotations

from bench.stage import DARK_EN, DARK_ES, LIGHT_EN, LIGHT_ES, Stage, scene
from desktop.ui.plan.demo import Demo
from tests.fakes.demo import FakeDemo


@scene("plan", LIGHT_EN, LIGHT_ES, DARK_EN)
def plan(stage: Stage) -> None:
    stage.window.top_bar.plan.click()
    stage.wait(400)


@scene("plan-small", LIGHT_ES, size=(1024, 640))
def plan_small(stage: Stage) -> None:
    plan(stage)


@scene("what-if", LIGHT_EN, LIGHT_ES, DARK_ES)
def what_if(stage: Stage) -> None:
    stage.window.plan.try_plan("basic")
    stage.wait(900)


@scene("what-if-small", DARK_EN, size=(1024, 640))
def what_if_small(stage: Stage) -> None:
    what_if(stage)


@scene("leaving-soon", LIGHT_EN, LIGHT_ES, DARK_ES)
def leaving_soon(stage: Stage) -> None:
    stage.window.actions_["go_leaving"].trigger()
    stage.wait(400)
    stage.open_mail(0)


@scene("leaving-soon-small", LIGHT_ES, size=(1024, 640))
def leaving_soon_small(stage: Stage) -> None:
    leaving_soon(stage)


@scene("members", LIGHT_ES, DARK_EN)
def members(stage: Stage) -> None:
    stage.window.actions_["members"].trigger()
    stage.wait(400)


@scene("plan-history", LIGHT_EN, LIGHT_ES)
def history(stage: Stage) -> None:
    plan(stage)
    stage.window.plan.page.tabs.setCurrentIndex(3)
    stage.wait(200)


def _begin(stage: Stage) -> Demo:
    """The demo's bar on the window, its world a session in memory."""
    demo = Demo(stage.window, FakeDemo(stage.session))
    stage.wait(200)
    return demo


@scene("demo-bar", LIGHT_EN, LIGHT_ES, DARK_EN)
def demo_bar(stage: Stage) -> None:
    _begin(stage)
    stage.open_mail(2)


@scene("demo-bar-small", LIGHT_ES, size=(1024, 640))
def demo_bar_small(stage: Stage) -> None:
    demo_bar(stage)


def _tour_scene(number: int) -> None:
    @scene(f"tour-{number}", LIGHT_EN, LIGHT_ES)
    def play(stage: Stage) -> None:
        demo = _begin(stage)
        demo.bar.tour.click()
        stage.wait(1200)
        for _ in range(number - 1):
            demo.tour.forward()
            stage.wait_for(lambda: demo.tour.card.next.isEnabled())
            stage.wait(1500)


for _number in range(1, 7):
    _tour_scene(_number)
