"""Two kinds of sessions to begin with; each can be changed, and rests when it is switched off."""

from django.db import migrations

GOAL = {
    "key": "goal", "label": "What would you like to be able to do afterwards?",
    "label_vi": "Sau buổi này bạn muốn làm được điều gì?", "kind": "text", "is_required": False,
}
PHONE = {
    "key": "phone", "label": "A phone number, for a reminder by text", "label_vi": "Số điện thoại, để nhắc bằng tin nhắn",
    "kind": "phone", "is_required": False,
}
TYPES = (
    {
        "slug": "walkthrough", "kind": "walkthrough", "title": "Feature walkthrough", "title_vi": "Hướng dẫn tính năng",
        "about": "Half an hour on one feature, on your own data and at your pace.",
        "about_vi": "Nửa giờ về một tính năng, trên dữ liệu của chính bạn và theo nhịp của bạn.",
        "minutes": 30, "every": 30, "after": 15, "notice_hours": 12, "ahead_days": 45,
        "goals": "They do one real task with the feature by themselves",
        "goals_vi": "Tự hoàn thành một việc thật với tính năng này",
        "agenda": "What you want to do with it, the shortest way there, then you do it and we watch",
        "agenda_vi": "Bạn muốn làm gì, cách ngắn nhất, rồi bạn tự làm và chúng tôi theo dõi",
        "prepare": "One real task you would like to finish, and a screen you can share",
        "prepare_vi": "Một việc thật bạn muốn hoàn thành và màn hình có thể chia sẻ",
        "questions": [GOAL, PHONE],
    },
    {
        "slug": "success", "kind": "success", "title": "Success session", "title_vi": "Buổi đồng hành",
        "about": "What you wanted to achieve, what you have, and what comes next. With the person who looks after you.",
        "about_vi": "Điều bạn muốn đạt được, điều đã đạt và bước tiếp theo. Cùng người phụ trách của bạn.",
        "minutes": 45, "every": 30, "after": 15, "notice_hours": 24, "ahead_days": 60,
        "goals": "Goals of the next quarter agreed, with who does what by when",
        "goals_vi": "Thống nhất mục tiêu quý tới: ai làm gì và đến khi nào",
        "agenda": "Your goals and where they stand, what gets in the way, the next three steps",
        "agenda_vi": "Mục tiêu và tiến độ, điều gì đang cản trở, ba bước tiếp theo",
        "prepare": "The numbers you are measured by, and who else should be there",
        "prepare_vi": "Những con số bạn được đánh giá và ai nên cùng tham dự",
        "questions": [GOAL],
    },
)


def make(apps, schema_editor):
    kinds = apps.get_model("bookings", "SessionType")
    for position, one in enumerate(TYPES):
        kinds.objects.get_or_create(slug=one["slug"], defaults={**one, "position": position})


class Migration(migrations.Migration):
    dependencies = [("bookings", "0001_first")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
