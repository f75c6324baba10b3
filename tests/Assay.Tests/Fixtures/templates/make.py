"""Writes cases.json: templates and what Jinja2 makes of them, with the settings that chat templates are rendered with.

    /usr/bin/python3 make.py        made with Debian's python3-jinja2 3.1.2 (Python 3.11); jinja2 3.1.6 gives the same file

The templates in chat/ are written in the style of well-known models; the snippets below try one feature each.
"""
import datetime
import json
from pathlib import Path

import jinja2
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment

HERE = Path(__file__).parent
BEGIN, END = "\ue000", "\ue001"
NOW = datetime.datetime(2026, 11, 5, 9, 7, 3)


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("marked"), [], [], body).set_lineno(line)

    def marked(self, caller):
        return BEGIN + caller() + END


def environment():
    env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, "jinja2.ext.loopcontrols"])

    def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    def raise_exception(message):
        raise jinja2.exceptions.TemplateError(message)

    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = NOW.strftime
    return env


USER = {"role": "user", "content": "Wie spät ist es? 😀"}
ANSWER = {"role": "assistant", "content": " Zwölf. "}
CHATS = {
    "one": [USER],
    "two": [USER, ANSWER],
    "four": [USER, ANSWER, {"role": "user", "content": "Sure?\n"}, {"role": "assistant", "content": "<think>\nhm\n</think>\n\nYes."}],
    "system": [{"role": "system", "content": " Be <b>kind</b> & \"short\". "}, USER, ANSWER, {"role": "user", "content": "And now?"}],
    "calls": [
        USER,
        {"role": "assistant", "content": "", "tool_calls": [{"id": "abc123def", "type": "function", "function": {"name": "clock", "arguments": {"zone": "Europe/Zürich", "exact": True, "depth": 1.5, "more": None}}}]},
        {"role": "tool", "name": "clock", "tool_call_id": "abc123def", "content": "12:00"},
        ANSWER,
    ],
    "parts": [{"role": "user", "content": [{"type": "text", "text": " a "}, {"type": "image"}, {"type": "text", "text": "b"}]}],
    "wrong": [ANSWER, USER],
}
TOOLS = [
    {"type": "function", "function": {"name": "clock", "description": "Tells the <time>.", "parameters": {"type": "object", "properties": {"zone": {"type": "string"}, "exact": {"type": "boolean"}, "at": {"type": "array", "items": {"type": ["integer", "number"]}}}, "required": ["zone"]}}},
    {"type": "function", "function": {"name": "now", "description": "Line 1\nline 2", "parameters": {"type": "object", "properties": {}, "required": []}, "return": {"type": "string"}}},
]
DATA = {
    "n": 7, "f": 2.5, "s": "Hello, World", "e": "", "t": True, "no": None, "u8": "naïve 😀 日本", "l": [3, 1, 2], "w": ["b", "A", "c", "a"], "m": {"a": 1, "b": [1, {"c": "x"}], "items_": 2},
    "messages": [{"role": "user", "content": "x", "k": 2}, {"role": "assistant", "content": "y", "k": 1}, {"role": "user", "content": "z"}], "html": "<a href='x'>&\"</a>", "ws": " \t\n a b \n", "sp": "a,b,,c",
}

SNIPPETS = r"""
a{{ n }}b
{{ n + 1 }} {{ n - 10 }} {{ n * 3 }} {{ n / 2 }} {{ n // 2 }} {{ n % 4 }} {{ 2 ** 10 }}
{{ -7 // 2 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 7 // -2 }} {{ -7.5 // 2 }} {{ -7.5 % 2 }}
{{ 1 + 2 * 3 ** 2 }} {{ (1 + 2) * 3 }} {{ 2 ** 3 ** 2 }} {{ -2 ** 2 }} {{ 10 - 2 - 3 }}
{{ f * 2 }} {{ f + n }} {{ 1e3 }} {{ 1.5e-7 }} {{ 1e16 }} {{ 123456789.125 }} {{ 0.1 + 0.2 }} {{ 1e22 }} {{ 100.0 }} {{ 1e15 }} {{ 0.0001 }}
{{ 1 == 1.0 }} {{ true == 1 }} {{ 'a' == 'a' }} {{ [1] == [1.0] }} {{ (1,) == [1] }} {{ none == false }} {{ {'a': 1} == {'a': true} }}
{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 3 > 2 >= 2 != 1 }} {{ 'a' < 'b' }} {{ [1, 2] < [1, 3] }} {{ 'B' < 'a' }}
{{ true and 'x' }} {{ e or 'y' }} {{ none or 0 or [] }} {{ not e }} {{ not not n }} {{ 1 and 0 and 2 }}
{{ 'a' ~ 1 ~ none ~ true ~ 2.0 ~ undefinedname }}
{{ 'a' + 'b' ~ 'c' * 2 }} {{ 'ab' * 3 }} {{ [1] * 2 }} {{ [1] + [2] }} {{ (1, 2) + (3,) }}
{{ 'x' if n > 5 else 'y' }} {{ 'x' if n > 9 else 'y' }} [{{ 'x' if n > 9 }}] {{ 'a' if e else 'b' if no else 'c' }}
{{ undefinedname }}|{{ m.nothing }}|{{ m['nothing'] }}|{{ l[9] }}|{{ s.nothing }}
{{ undefinedname is defined }} {{ n is defined }} {{ m.nothing is undefined }} {{ m.a is not undefined }}
{{ 'a' in undefinedname }} {{ 'a' not in undefinedname }}
{{ 'ell' in s }} {{ 3 in l }} {{ 'a' in m }} {{ 4 not in l }} {{ 1.0 in l }} {{ not 3 in l }}
{{ no is none }} {{ n is none }} {{ no is not none }} {{ 0 is none }}
{{ s is string }} {{ n is string }} {{ m is mapping }} {{ l is mapping }} {{ l is sequence }} {{ s is sequence }} {{ n is sequence }} {{ m is sequence }}
{{ l is iterable }} {{ s is iterable }} {{ n is iterable }} {{ m is iterable }} {{ n is number }} {{ t is number }} {{ f is float }} {{ n is integer }} {{ t is integer }} {{ t is boolean }}
{{ t is true }} {{ t is false }} {{ 1 is true }} {{ n is odd }} {{ n is even }} {{ n is divisibleby 7 }} {{ n is divisibleby(2) }} {{ 2 is in l }} {{ 'x' is in(['x']) }}
{{ n is eq 7 }} {{ n is equalto(8) }} {{ n is gt 5 }} {{ n is lt 5 }} {{ n is ge(7) }} {{ n is le 6 }} {{ n is ne 1 }} {{ 'a' is lower }} {{ 'A' is upper }} {{ range is callable }} {{ 'trim' is filter }} {{ 'odd' is test }}
{{ n is not odd }} {{ not n is odd }} {{ s is not string or n is odd }}
{{ s[0] }} {{ s[-1] }} {{ s[1:4] }} {{ s[:-7] }} {{ s[::-1] }} {{ s[::2] }} {{ s[5:] }} {{ s[10:100] }} {{ s[-3:] }} {{ s[4:1] }}|{{ s[4:1:-1] }}
{{ l[0] }} {{ l[-1] }} {{ l[1:] }} {{ l[::-1] }} {{ l[:] }} {{ l[5:] }} {{ messages[1:][0].content }} {{ l[:1] + l[2:] }}
{{ u8|length }} {{ u8[6] }} {{ u8[6:9] }} {{ u8[::-1] }} {{ u8.find('日') }} {{ u8|upper }} {{ u8|list }}
{{ m.a }} {{ m['a'] }} {{ m.b[1].c }} {{ m['b'][1]['c'] }} {{ m.b.0 }} {{ m.items_ }}
{{ [1, 'a', none, true, 1.5, [], {}, {'k': 'v'}, (), (1,), (1, 2)] }}
{{ "it's" }} {{ ["it's", 'say "x"', 'both\' "', 'new\nline', 'tab\t', 'back\\slash', '\x01', 'é', '😀', '\u200b'] }}
{{ 'a' 'b' "c" }} {{ 'a\nb' }} {{ "a\tb" }} {{ 'a\\b' }} {{ '\'' }} {{ "\"" }} {{ '\u00e9' }} {{ '\x41' }} {{ '\q' }}
{% if n == 7 %}yes{% elif n == 8 %}eight{% else %}no{% endif %}
{% if e %}yes{% elif n == 7 %}seven{% else %}no{% endif %}
{% if undefinedname %}yes{% else %}no{% endif %}
{% for x in l %}{{ x }},{% endfor %}
{% for x in [] %}{{ x }}{% else %}none{% endfor %}|{% for x in undefinedname %}{{ x }}{% else %}none{% endfor %}
{% for x in l %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }} {% endfor %}
{% for x in l %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }} {{ loop.previtem is defined }} {% endfor %}
{% for x in l %}{{ loop.cycle('a', 'b') }}{% endfor %} {% for x in [1, 1, 2] %}{{ loop.changed(x) }}{% endfor %}
{% for x in l if x > 1 %}{{ x }}{{ loop.length }}{% endfor %}
{% for k, v in m.items() %}{{ k }}={{ v }};{% endfor %}
{% for k in m %}{{ k }}{% endfor %} {% for c in 'ab😀' %}[{{ c }}]{% endfor %}
{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}
{% for x in l %}{% for y in 'ab' %}{{ loop.index }}{{ y }}{{ x }} {% endfor %}{{ loop.index }}{% endfor %}
{% for x in range(5) %}{% if x == 3 %}{% break %}{% endif %}{{ x }}{% endfor %}
{% for x in range(5) %}{% if x is odd %}{% continue %}{% endif %}{{ x }}{% endfor %}
{% for x in [1, [2, [3]]] recursive %}{% if x is iterable %}({{ loop(x) }}){% else %}{{ x }}@{{ loop.depth }}{% endif %}{% endfor %}
{% set x = 1 %}{% for y in l %}{% set x = x + 1 %}{{ x }}{% endfor %}{{ x }}
{% set x = 1 %}{% if t %}{% set x = 2 %}{% endif %}{{ x }}
{% set ns = namespace(x=1, found=false) %}{% for y in l %}{% set ns.x = ns.x + y %}{% set ns.found = true %}{% endfor %}{{ ns.x }}{{ ns.found }}{{ ns.other is defined }}
{% set ns = namespace({'a': 1}, b=2) %}{{ ns.a + ns.b }}
{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set (c, d) = [3, 4] %}{{ c }}{{ d }}
{% set x = 1, 2 %}{{ x }} {% set y %}block {{ n }}{% endset %}[{{ y }}]{% set z | upper | replace('A', '-') %}abc{% endset %}{{ z }}
{% macro f(a, b=2, c='x') %}<{{ a }}{{ b }}{{ c }}>{% endmacro %}{{ f(1) }}{{ f(1, 3) }}{{ f(1, c='y') }}{{ f(b=1, a=2) }}{{ f() }}
{% macro f() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ f(1, 2, k=3) }}
{% macro f(x) %}{% if x > 0 %}{{ x }}{{ f(x - 1) }}{% endif %}{% endmacro %}{{ f(3) }}
{% macro f(x) %}[{{ caller() }}{{ x }}]{% endmacro %}{% call f(1) %}body{% endcall %}
{% macro f() %}{{ caller('p') }}{% endmacro %}{% call(a) f() %}<{{ a }}>{% endcall %}
{% macro f() %}{{ n }}{{ messages|length }}{% endmacro %}{% for n in [1] %}{{ f() }}{% endfor %}
{% macro f(x) %}  {{ x }}  {% endmacro %}[{{ f('a')|trim }}] {{ f('b')|length }} {{ f('c') ~ 'd' }}
{% filter upper %}abc{{ n }}{% endfilter %}
{% with a = 1, b = n %}{{ a }}{{ b }}{% endwith %}{{ a is defined }}
{% raw %}{{ not }} {% a %}{% endraw %}|{%- raw -%}  x  {%- endraw -%}  y
a  {{- n -}}  b  {{+ n }}  c
a  {%- if t -%}  b  {%- endif -%}  c
x {% if t %}y{% endif %} z
{{ s|upper }} {{ s|lower }} {{ s|title }} {{ 'hELLO wORLD'|capitalize }} {{ "it's a-b (c) x_y"|title }} {{ "it's a-b x_y".title() }}
[{{ ws|trim }}] [{{ 'xxaxx'|trim('x') }}] [{{ ws.strip() }}] [{{ ws.lstrip() }}] [{{ ws.rstrip() }}] [{{ 'xyaxy'.strip('xy') }}] [{{ 'xxa'.lstrip('x') }}] [{{ 'axx'.rstrip('x') }}]
{{ s|length }} {{ l|length }} {{ m|length }} {{ l|count }} {{ undefinedname|length }}
{{ m|tojson }} {{ html|tojson }} {{ u8|tojson }} {{ [1.0, none, true, 'a\nb\t"\\', 1e20, '\x7f', '\x01']|tojson }}
{{ m|tojson(indent=2) }} {{ []|tojson(indent=2) }} {{ {}|tojson(indent=4) }} {{ [[1], {'a': []}]|tojson(indent=1) }}
{{ {'b': 1, 'a': 2}|tojson(sort_keys=true) }} {{ m|tojson(separators=(',', ':')) }} {{ u8|tojson(ensure_ascii=true) }} {{ {1: 2, none: 3, true: 4}|tojson }}
{{ l|join }} {{ l|join(', ') }} {{ messages|join('-', attribute='role') }} {{ [1, none, 'a']|join('|') }} {{ 'abc'|join('.') }}
{{ s|replace('l', 'L') }} {{ s|replace('l', 'L', 1) }} {{ s.replace('o', '0') }} {{ s.replace('o', '0', 1) }} {{ 'aaa'.replace('a', '') }} {{ 'ab'.replace('', '-') }}
{{ undefinedname|default('d') }} {{ undefinedname|default }} {{ e|default('d') }}| {{ e|default('d', true) }} {{ no|default('d') }} {{ m.x|d('y') }} {{ no|default('d', boolean=true) }}
{{ messages|selectattr('role', 'equalto', 'user')|map(attribute='content')|list }} {{ messages|selectattr('k')|list|length }} {{ messages|rejectattr('role', '==', 'user')|map(attribute='content')|join }}
{{ messages|selectattr('k', 'defined')|list|length }} {{ messages|rejectattr('k', 'defined')|map(attribute='content')|first }} {{ messages|map(attribute='k', default=0)|list }}
{{ l|select('odd')|list }} {{ l|reject('odd')|list }} {{ l|select('gt', 1)|list }} {{ [0, 1, '', 'a']|select|list }} {{ [0, 1, '', 'a']|reject|list }}
{{ w|map('upper')|list }} {{ w|map('replace', 'a', 'x')|join }} {{ ['1', 'x']|map('int', 5)|list }} {{ [m]|map(attribute='b.1.c')|list }}
{{ m|items|list }} {{ m.items()|list }} {{ m.keys()|list }} {{ m.values()|list }} {{ m.get('a') }} {{ m.get('x') }} {{ m.get('x', 5) }} {{ m|list }}
{{ l|first }} {{ l|last }} {{ s|first }} {{ s|last }} [{{ []|first }}] {{ 'ab'|list }}
{{ n|string + 'x' }} {{ '12'|int + 1 }} {{ 'x'|int }} {{ 'x'|int(9) }} {{ 3.9|int }} {{ '3.9'|int }} {{ '2.5'|float }} {{ n|float }} {{ 'x'|float }} {{ ' 5 '|int }} {{ none|int }}
{{ 'a\nb\n\nc'|indent }}| {{ 'a\nb\n\nc'|indent(2) }}| {{ 'a\nb\n\nc'|indent(2, true) }}| {{ 'a\nb\n\nc'|indent(2, blank=true) }}| {{ 'a\nb'|indent('>>') }} {{ 'a\n'|indent }}|
{{ l|sort }} {{ l|sort(reverse=true) }} {{ w|sort }} {{ w|sort(case_sensitive=true) }} {{ messages|sort(attribute='content', reverse=true)|map(attribute='content')|join }}
{{ l|sum }} {{ messages[:2]|sum(attribute='k') }} {{ l|sum(start=10) }} {{ l|min }} {{ l|max }} {{ w|min }} {{ w|max }} [{{ []|max }}]
{{ ['a', 'A', 'b', 'a']|unique|list }} {{ ['a', 'A', 'b', 'a']|unique(case_sensitive=true)|list }} {{ l|reverse|list }} {{ 'abc'|reverse }}
{{ {'b': 1, 'A': 3, 'c': 2}|dictsort }} {{ {'b': 1, 'A': 3}|dictsort(by='value') }} {{ {'b': 1, 'A': 3}|dictsort(true) }} {{ {'b': 1, 'A': 3}|dictsort(reverse=true) }}
{{ -3|abs }} {{ (-3)|abs }} {{ -2.5|abs }} {{ 2.567|round(2) }} {{ 2.5|round }} {{ 3.5|round }} {{ 7|round }} {{ 2.1|round(method='ceil') }} {{ 2.9|round(0, 'floor') }}
{{ html|e }} {{ html|escape }} {{ html|safe }} {{ html }}
{{ 'a b  c'.split() }} {{ sp.split(',') }} {{ sp.split(',', 1) }} {{ sp.rsplit(',', 1) }} {{ ' a b c '.split(None, 1) }} {{ ' a b c '.rsplit(None, 1) }} {{ ''.split() }} {{ ''.split(',') }} {{ 'a</t>b'.split('</t>')[-1] }}
{{ 'a\nb\r\nc\n'.splitlines() }} {{ 'a\nb'.splitlines(true) }} {{ 'a-b-c'.partition('-') }} {{ 'a-b-c'.rpartition('-') }} {{ 'abc'.partition('x') }} {{ 'abc'.rpartition('x') }}
{{ s.startswith('Hell') }} {{ s.endswith('x') }} {{ s.startswith(('x', 'H')) }} {{ s.endswith('') }} {{ 'abc'.removeprefix('a') }} {{ 'abc'.removesuffix('c') }} {{ 'abc'.removesuffix('x') }}
{{ s.upper() }} {{ s.lower() }} {{ 'ab cd'.title() }} {{ 'aB'.capitalize() }} {{ s.find('o') }} {{ s.rfind('o') }} {{ s.find('z') }} {{ s.index('W') }} {{ s.count('l') }} {{ '-'.join(w) }} {{ 'straße'.upper() }}
{{ '12'.isdigit() }} {{ 'a1'.isdigit() }} {{ 'ab'.isalpha() }} {{ 'a1'.isalnum() }} {{ ' '.isspace() }} {{ 'AB'.isupper() }} {{ 'ab1'.islower() }} {{ ''.isdigit() }}
{{ [1, 2, 1].count(1) }} {{ [1, 2].index(2) }} {{ m.copy() }} {{ dict(a=1, b=2) }} {{ dict([('a', 1)]) }} {{ dict({'a': 1}, b=2) }}
{{ range(3)|list }} {{ range(1, 4)|list }} {{ range(10, 0, -3)|list }} {{ range(0)|list }} {{ range(3, 1)|list }} {{ range(0, 5, 2)|list }}
{{ '%s is %d' % ('a', 3) }} {{ '%05.1f|%-4s|%3d|%%' % (2.25, 'x', 7) }} {{ '%s' % 5 }} {{ '%r' % 'a' }} {{ '%x' % 255 }} {{ '%03d' % -5 }}
{{ strftime_now('%Y-%m-%d %H:%M:%S %d %b %Y %B %A %a %j %p %I %y %%') }} {{ strftime_now('%-d %-m') }}
{{ none }} {{ None }} {{ True }} {{ false }} {{ [none, True] }}
{{ n | string | length }} {{ (n | string) ~ 'a' }} {{ 'a' ~ n | string }} {{ -n | abs }} {{ not n | string == '7' }}
{{ {'a': {'b': [1, 2]}}.a.b[1] }} {{ [[1, 2], [3]][0][1] }} {{ ('a', 'b')[1] }} {{ {1: 'x'}[1] }} {{ {'x': 1}['x'] }} {{ 'abc'[1] }}
{{ {'items': 1}.items is callable }} {{ {'items': 1}['items'] }} {{ {'get': 5}['get'] }}
{{ [1, 2,] }} {{ {'a': 1,} }} {{ (1,) }} {{ () }} {{ 1, 2 }}
{{ "{{ x }}" }} {{ '%}' }} {{ {'a': {'b': 1}} }} {{ {'a':{'b':1}}}}
{{ 1_000 + 1 }} {{ 0 }}
{{ messages[0]['role'] if messages[0] is mapping else 'x' }} {{ messages[-1].role }} {{ (messages|last).content }}
{{ loop is defined }} {{ caller is defined }}
{%- set x = messages | selectattr('role', 'eq', 'user') | list %}{{ x | length }} {{ x[0] == messages[0] }} {{ messages[-1] == x[-1] }}
{%- for m in messages %}{% set outer = loop %}{% for c in 'ab' %}{{ outer.index }}{{ loop.index }} {% endfor %}{% endfor %}
{% for m in messages -%}   {{ m.role }}   {%- if not loop.last %}, {% endif %}{%- endfor %}
{% generation %}abc{{ n }}{% endgeneration %}|{% for x in l %}{% generation %}{{ x }}{% endgeneration %};{% endfor %}
{% generation %}{% set q = 5 %}{{ q }}{% endgeneration %}{{ q is defined }}
{{ e is string and e or 'empty' }} {{ (no or {}).get('a', 'b') }} {{ (undefinedname or []) | length }} {{ undefinedname == none }} {{ undefinedname == undefined2 }} {{ undefinedname != 1 }}
{{ [] is sameas [] }} {{ none is sameas none }} {{ true is sameas true }} {{ 1 is sameas true }} {{ m is sameas m }}
{{ true + 1 }} {{ true * 'ab' }} {{ 3 * true }} {{ 7 // 2.0 }} {{ 6 / 3 }} {{ 2 ** -1 }} {{ 2.0 ** 3 }} {{ +3 }} {{ - -3 }} {{ 1 - -1 }}
{{ 'é' < 'z' }} {{ '😀' > '\uffff' }} {{ ['b', 'a'] > ['a', 'z'] }} {{ (1, 2) <= (1, 2) }}
{{ 'abc' | replace('b', 1) }} {{ 12 | replace(1, 'x') }} {{ 5 | string | list }} {{ 12345 | length if false else 'skipped' }}
{{ w | join(d='+') }} {{ w | first | upper }} {{ w | map('lower') | unique | sort | join(',') }} {{ w | map('upper') | select('in', ['A', 'B']) | list }}
{% if 'k' in messages[0] and messages[0].k is not none %}has{% endif %}{% if messages[2].k is defined %}x{% else %} has not{% endif %}
{% if n is defined and n and not e %}a{% endif %}{% if (n > 5 and n < 10) or false %}b{% endif %}{% if n not in [1, 2] %}c{% endif %}
{% for row in [[1, 2], [3, 4]] %}{% for x in row %}{{ x }}{% if not loop.last %},{% endif %}{% endfor %}{% if not loop.last %};{% endif %}{% endfor %}
{%- macro render(x, depth=0) -%}{%- if x is mapping -%}{ {%- for k, v in x.items() -%}{{ k }}:{{ render(v, depth + 1) }}{{ ',' if not loop.last }}{%- endfor -%} }{%- elif x is iterable and x is not string -%}[{%- for v in x -%}{{ render(v, depth + 1) }}{{ ',' if not loop.last }}{%- endfor -%}]{%- else -%}{{ x }}@{{ depth }}{%- endif -%}{%- endmacro -%}{{ render(m) }}
{{ 'a' is string and 'b' is string }} {{ 5 is number and 5 > 4 }} {{ [1, 2] | length == 2 }} {{ 'x' ~ 'y' == 'xy' }} {{ 1 + 1 == 2 and 2 * 2 == 4 }}
{{ s[:5] + '…' if s|length > 5 else s }} {{ s[:5] ~ ('…' if s|length > 50 else '!') }}
{{ ws.split() | join(' ') }} {{ (' ' ~ s ~ ' ').strip() }} {{ s.split(', ')[1].lower().startswith('w') }} {{ ('<think>a</think>b'.split('</think>')|last) }}
{{ raise_exception('stop: ' ~ n) }}
{{ undefinedname.x }}
{{ undefinedname + 1 }}
{{ m.x.y }}
{{ l.append(4) }}
{{ m.update({'a': 2}) }}
{{ ''.__class__.__mro__ }}
{{ n.x.y }}
{{ 'a' + 1 }}
{{ [1] + (2,) }}
{{ 1 / 0 }}
{{ 1 < 'a' }}
{{ l|nofilter }}
{{ l is notest }}
{{ f( }}
{% if n %}
{% for x in l %}{{ x }}
{% endfor %}
{% unknown %}
{{ n
{{ 'abc }}
{{ undefinedname() }}
{{ n() }}
{% for x in n %}{% endfor %}
{% set a, b = [1] %}
{% set m.x = 1 %}
{{ undefinedname|tojson }}
{{ 5|length }}
{{ (1, 2 }}
{% break %}
{{ range(1000000) }}
{{ 1 in 'abc' }}
{{ 5 in none }}
{{ {[1]: 2} }}
{{ s.split('') }}
{{ s.index('zz') }}
"""

# Snippets of several lines, which the list above cannot hold.
BLOCKS = [
    "a{# comment #}b{#- strip -#}  c   {# x\ny #}\nd\n  {# comment #}\ne\n", "a\n  {% if t %}\n  b\n  {% endif %}\nc\n", "a\n  {%+ if t %}\n  b\n  {%- endif %}\nc\n\n", "{% if t %}  \nx{% endif %}\n\n",
    "{% if t +%}\nx{% endif +%}\ny", "a\r\nb\r{{ n }}\r\n", "\n\n{{ n }}\n", "  {{ n }}\n  {% set x = 1 %}\n  {{ x }}", "a\n\t{% for x in l %}\n\t\t- {{ x }}\n\t{% endfor %}\nb", "{% for x in l %}\n{{ x }}\n{% endfor %}\n",
    "{{ n }}\n\n{% if t %}\n\nx\n\n{% endif %}\n\n", "  {% raw %}\n  {{ a }}\n  {% endraw %}\n  b", "{% raw -%}\n  a\n{%- endraw %}\nb", "a {#- x -#}\n b", "{%- if t %}\n  a\n{%- else %}\n  b\n{%- endif %}\n", "{{ 'a\nb' }}",
    "{{ {\n  'a': 1,\n  'b': [\n 2]\n} }}", "{% set x %}\n  a\n  b\n{% endset %}\n[{{ x }}]", "{% macro f() %}\n  a\n{% endmacro %}\n[{{ f() }}]", "a\n{% if n == 7 %}\n{{ raise_exception('line three') }}\n{% endif %}", "a\n\n{{ m.x.y }}", "{#\n#}\n{{ 1/0 }}",
    "{% if n %}\nnever closed", "{% for x in l %}{{ x }}\n{% endif %}", "x\n{% endfor %}", "{# never closed", "{% raw %} never closed", "\u2028 {%- if t %}\u00a0\u3000{% endif -%}\x1c y",
]


def run(env, template, data):
    try:
        marked = env.from_string(template).render(**data)
    except Exception as error:  # what kind it is belongs to the fixture
        raised = type(error) is jinja2.exceptions.TemplateError
        return {"error": type(error).__name__, "message": str(error) if raised else None}
    spans, text = [], ""
    for part in marked.split(BEGIN):
        inside, mark, outside = part.rpartition(END)
        if mark:
            start = len(text.encode("utf-16-le")) // 2
            spans.append([start, start + len(inside.encode("utf-16-le")) // 2])
        text += inside + outside
    return {"text": text, "spans": spans}


def main():
    env = environment()
    snippets = [{"template": t, **run(env, t, DATA)} for t in [line for line in SNIPPETS.strip("\n").split("\n") if line] + BLOCKS]
    chats = []
    for path in sorted((HERE / "chat").glob("*.jinja")):
        template = path.read_text(encoding="utf-8")
        for name, messages in CHATS.items():
            for prompt in (False, True):
                for tools in (None, TOOLS):
                    data = {"messages": messages, "tools": tools, "documents": None, "add_generation_prompt": prompt, "bos_token": "<s>", "eos_token": "</s>"}
                    chats.append({"template": path.name, "chat": name, "prompt": prompt, "tools": tools is not None, **run(env, template, data)})
    content = {"now": NOW.isoformat(), "data": DATA, "chats": CHATS, "tools": TOOLS, "snippets": snippets, "rendered": chats}
    (HERE / "cases.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(jinja2.__version__, len(snippets), len(chats), sum("error" in c for c in snippets), sum("error" in c for c in chats))


main()
