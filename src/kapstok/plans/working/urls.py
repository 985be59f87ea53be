from django.urls import path

from kapstok.plans.working import asking_views, filling_views, views

urlpatterns = [
    path("", views.work_plans, name="workplans"),
    path("wie-loopt-achter/", views.late, name="workplans-late"),
    path("wat-anderen-vragen/", views.asked_needs, name="workplan-needs"),
    path("wat-anderen-vragen/<int:pk>/geregeld/", filling_views.need_met, name="workplan-need-met"),
    path("vragen/", asking_views.ask, name="workplan-ask"),
    path("vragen/mail/", asking_views.mail, name="workplan-mail"),
    path("stap/<int:pk>/klaar/", filling_views.step_done, name="workplan-step-done"),
    path("<int:pk>/", views.work_plan, name="workplan"),
    path("<int:pk>/invullen/", filling_views.fill, name="workplan-fill"),
    path("<int:pk>/weghalen/", asking_views.withdraw, name="workplan-withdraw"),
    path("<int:pk>/werkplan.ics", views.calendar_of, name="workplan-file"),
]
