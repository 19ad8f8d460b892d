"""A new self-check opens with the two answers that it needs."""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0003_session_opened_once'),
    ]

    operations = [
        migrations.AlterField(
            model_name='lessonpage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 0), ('text', 1), ('image', 5), ('video', 10), ('file', 13), ('callout', 16), ('steps', 22), ('question', 29)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'Heading', 'max_length': 150, 'template': 'pages/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'h3', 'blockquote'], 'label': 'Text', 'template': 'pages/blocks/text.html'}), 2: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'For those who do not see it, e.g. “A table with the dates of four stages”.', 'label': 'What the picture shows', 'max_length': 250}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 2), ('alternative', 3), ('caption', 4)]], {}), 6: ('wagtail.blocks.URLBlock', (), {'help_text': 'The address from “Embed”, e.g. https://rutube.ru/play/embed/…', 'label': 'Address of the player'}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'What the film shows', 'max_length': 150}), 8: ('wagtail.blocks.IntegerBlock', (), {'label': 'Minutes', 'min_value': 1, 'required': False}), 9: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'h3', 'blockquote'], 'label': 'What is said, in short', 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('address', 6), ('title', 7), ('minutes', 8), ('transcript', 9)]], {}), 11: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'File'}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'What is in it', 'max_length': 200, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('document', 11), ('about', 12)]], {}), 14: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('tip', 'Tip'), ('warning', 'Warning'), ('example', 'Example')], 'label': 'Kind'}), 15: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'h3', 'blockquote'], 'label': 'Text'}), 16: ('wagtail.blocks.StructBlock', [[('kind', 14), ('text', 15)]], {}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'Title of the task', 'max_length': 150}), 18: ('wagtail.blocks.TextBlock', (), {'label': 'What to do', 'rows': 2}), 19: ('wagtail.blocks.TextBlock', (), {'label': 'What comes out of it', 'required': False, 'rows': 2}), 20: ('wagtail.blocks.StructBlock', [[('task', 18), ('result', 19)]], {}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'Steps', 'min_num': 1}), 22: ('wagtail.blocks.StructBlock', [[('title', 17), ('steps', 21)]], {}), 23: ('wagtail.blocks.TextBlock', (), {'label': 'Question', 'rows': 2}), 24: ('wagtail.blocks.TextBlock', (), {'label': 'Answer', 'rows': 2}), 25: ('wagtail.blocks.BooleanBlock', (), {'label': 'Correct', 'required': False}), 26: ('wagtail.blocks.TextBlock', (), {'label': 'Why', 'required': False, 'rows': 2}), 27: ('wagtail.blocks.StructBlock', [[('text', 24), ('correct', 25), ('explanation', 26)]], {}), 28: ('wagtail.blocks.ListBlock', (27,), {'default': [{}, {}], 'label': 'Answers', 'max_num': 6, 'min_num': 2}), 29: ('wagtail.blocks.StructBlock', [[('question', 23), ('answers', 28)]], {})}, verbose_name='text'),
        ),
    ]
