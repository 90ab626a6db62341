#!/usr/bin/env python3
"""Makes the first version of the tables under knowledge/ from folders of research notes.

usage: scripts/seed_knowledge.py NOTES [KNOWLEDGE_DIR]

NOTES holds laws/ and platforms/ as YAML and Markdown. The tables that come out are the source from then on: they are edited by
hand, and running this again is only for a fresh set of notes. What is derived here and not stated in the notes:
  class      of an API or component (rule: classify(), described in docs/knowledge.md)
  type       of an unfair term (TERM_TYPES)
  expires, amendment_effective   of a statute, read out of its status and amendment
"""
import os
import re
import sys

import yaml

DOCUMENTS = ['privacy-policy', 'user-agreement', 'consent-flow', 'rights-handling', 'publication']

# What kind of fault each unfair term is, in the words of docs/formats.md.
TERM_TYPES = {
    'final-interpretation': 'final_interpretation',
    'no-refund-ever': 'no_refund',
    'exclude-all-liability': 'blanket_disclaimer',
    'exclude-personal-injury': 'blanket_disclaimer',
    'liability-cap-low': 'liability_cap',
    'unilateral-change-immediate': 'unilateral_change_or_stop',
    'continued-use-consent': 'continued_use_is_consent',
    'use-means-consent': 'bundled_consent',
    'blanket-data-consent': 'sharing_without_consent',
    'guardian-consent-deemed': 'bundled_consent',
    'bypass-minor-refund': 'no_refund',
    'price-change-paid-period': 'unilateral_change_or_stop',
    'auto-renew-hidden': 'deduct_funds',
    'cancel-fee': 'heavy_user_liability',
    'prepaid-forfeit': 'no_refund',
    'deposit-unreasonable': 'no_refund',
    'sole-judgement-ban': 'unilateral_change_or_stop',
    'asset-forfeit': 'deduct_funds',
    'inactive-recycle': 'account_ownership',
    'no-cancel-account': 'account_deletion_refused',
    'jurisdiction-hidden': 'jurisdiction',
    'mandatory-arbitration': 'restricts_remedies',
    'waive-complaint': 'restricts_remedies',
    'gag-reviews': 'restricts_remedies',
    'acceptance-by-signing': 'deemed_acceptance',
    'opened-no-return': 'no_refund',
    'no-formation-after-pay': 'unilateral_change_or_stop',
    'default-tie-in': 'bundled_consent',
    'force-majeure-stretch': 'blanket_disclaimer',
    'user-penalty-excessive': 'heavy_user_liability',
    'operator-late-no-liability': 'blanket_disclaimer',
    'third-party-disclaimer': 'no_liability_platform',
    'ugc-perpetual-licence': 'content_licence',
    'marketing-blanket': 'marketing_forced',
    'no-security-liability': 'blanket_disclaimer',
    'retain-after-delete': 'retention_after_end',
    'refuse-means-leave': 'take_it_or_leave_it',
    'interpretation-of-law': 'restricts_remedies',
    'transfer-contract': 'unilateral_change_or_stop',
    'refund-only-credit': 'no_refund',
    'no-invoice': 'restricts_remedies',
    'agreement-not-standard-terms': 'restricts_remedies',
    'already-notified-deemed': 'bundled_consent',
    'notice-by-announcement': 'deemed_delivery',
    'data-owner-operator': 'account_ownership',
    'deny-explanation-right': 'restricts_remedies',
    'response-too-long': 'restricts_remedies',
    'shutdown-no-duty': 'terminate_no_liability',
    'ip-exemption-list-copied': 'sharing_without_consent',
    'obsolete-law-cited': 'placeholder',
}

# Instruments that the notes on retention name without listing them. From general knowledge: verified stays false.
MORE_STATUTES = [
    {'id': 'credit-reporting-reg', 'title_zh': '征信业管理条例', 'title_en': 'Regulation on the Credit Reporting Industry', 'kind': 'administrative regulation',
     'issuer': '国务院', 'document_no': '国务院令第631号', 'promulgated': '2013-01-21', 'effective': '2013-03-15', 'status': 'in force',
     'relevant_to': 'privacy-policy', 'verified': False},
    {'id': 'medical-records', 'title_zh': '医疗机构病历管理规定（2013年版）', 'title_en': 'Rules on Medical Records of Medical Institutions (2013)',
     'kind': 'normative document', 'effective': '2014-01-01', 'status': 'in force', 'relevant_to': 'privacy-policy', 'verified': False},
    {'id': 'aml-law', 'title_zh': '中华人民共和国反洗钱法', 'title_en': 'Anti-Money Laundering Law of the PRC', 'kind': 'law',
     'issuer': '全国人民代表大会常务委员会', 'promulgated': '2006-10-31', 'effective': '2007-01-01', 'last_amended': '2024-11-08 (in force 2025-01-01)',
     'status': 'in force', 'relevant_to': 'privacy-policy', 'verified': False},
    {'id': 'accounting-archives', 'title_zh': '会计档案管理办法', 'title_en': 'Measures for Accounting Archives', 'kind': 'departmental rule',
     'issuer': '财政部、国家档案局', 'promulgated': '2015-12-11', 'effective': '2016-01-01', 'status': 'in force', 'relevant_to': 'privacy-policy', 'verified': False},
]
OTHER_SOURCES = {
    'credit-record': ('credit-reporting-reg', '第16条'),
    'medical-record': ('medical-records', '条号未核'),
    'payment-record': ('aml-law', '条号未核'),
    'accounting': ('accounting-archives', '条号未核'),
    'limitation-3y': ('civil-code', '第188条'),
}

PLATFORMS = {
    'wechat': ('微信', 'WeChat', 'wx'),
    'alipay': ('支付宝', 'Alipay', 'my'),
    'douyin': ('抖音', 'Douyin', 'tt'),
    'baidu': ('百度', 'Baidu', 'swan'),
    'qq': ('QQ', 'QQ', 'qq'),
    'kuaishou': ('快手', 'Kuaishou', 'ks'),
}


# ---- YAML out: block style, table rows on one line each -------------------------------------------------------------
class Row(dict):
    """A mapping that is written on one line."""


class Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)


def _row(dumper, row):
    return dumper.represent_mapping('tag:yaml.org,2002:map', dict(row), flow_style=True)


def _list(dumper, items):
    plain = all(isinstance(i, (int, bool)) or isinstance(i, str) and re.fullmatch(r'[\w .@/*:-]+', i) for i in items)
    short = plain and sum(len(str(i)) for i in items) < 90
    return dumper.represent_sequence('tag:yaml.org,2002:seq', items, flow_style=short)


Dumper.add_representer(Row, _row)
Dumper.add_representer(list, _list)


def dump(value):
    return yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10 ** 9)


def clean(value):
    """Texts without what only the notes' own folder can resolve; no empty keys, text as keys."""
    if isinstance(value, dict):
        return {str(k): clean(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [clean(v) for v in value]
    return clean_text(value) if isinstance(value, str) else value


def clean_text(text):
    text = re.sub(r' ?\((public code copy|public code|id|public build notes id) \d{6,}\)', '', text)
    text = re.sub(r'\((public code copy|public code) \d{6,}, ', '(', text)
    text = re.sub(r' ?(public code copy|public build notes id|in id) \d{6,}', '', text)
    text = re.sub(r'\b\d{9,11} (?=[^\d\s])', '', text)
    text = re.sub(r' ?\(\d{9,11}\)', '', text)
    text = text.replace('(as reproduced)', '').replace('facts/laws', 'knowledge/laws').replace('facts/platforms', 'knowledge/platforms')
    text = text.replace('every table in this folder', 'every table of knowledge/').replace('wechat_privacy_setting.yaml in this folder',
                                                                                           'platforms/wechat_privacy_setting.yaml')
    return text.rstrip() if '\n' not in text else text


def header_of(path):
    lines = []
    for line in open(path, encoding='utf-8'):
        if not line.startswith('#'):
            break
        lines.append(clean_text(line.rstrip('\n')))
    return lines


def section_comments(path):
    """Comment lines that stand right above a top-level key."""
    found, pending = {}, []
    for line in open(path, encoding='utf-8'):
        if line.startswith('#'):
            pending.append(clean_text(line.rstrip('\n')))
        else:
            key = re.match(r'([a-z_0-9]+):', line)
            if key and pending:
                found[key.group(1)] = pending
            pending = []
    return found


def load(path):
    return clean(yaml.safe_load(open(path, encoding='utf-8')))


def write(path, header, sections, comments=None):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    out = '\n'.join(header) + '\n\n' if header else ''
    for i, (key, value) in enumerate(sections.items()):
        block = isinstance(value, (dict, list)) and not isinstance(value, Row)
        if i and block:
            out += '\n'
        for line in (comments or {}).get(key, []):
            if line not in header:
                out += line + '\n'
        out += dump({key: value})
    with open(path, 'w', encoding='utf-8') as f:
        f.write(out)


def rows(items):
    return [Row(i) for i in items]


# ---- laws ------------------------------------------------------------------------------------------------------------
def statutes(src, dst):
    data = load(src)
    wrong = []
    for w in data['wrong_names']:
        when = re.search(r'\(([^)]*)\)', w['wrong'])
        for name in re.sub(r'\([^)]*\)', '', w['wrong']).split('/'):
            row = {'wrong': name.strip(), 'use': w['use']}
            if when:
                row['when'] = when.group(1)
            wrong.append(row)
    data['statutes'] += MORE_STATUTES
    for s in data['statutes']:
        if 'promulgated' in s:
            s['promulgated'] = s['promulgated'].replace(' (draft)', '')
        status = s['status']
        date = re.search(r'(\d{4}-\d\d-\d\d)', status)
        if status.startswith(('repealed', 'replaced')):
            s['status'], s['expires'] = 'repealed', date.group(1)
        elif status.startswith('draft'):
            s['status'] = 'draft'
            if status != 'draft, not in force':
                s['status_note'] = status
        elif status == 'does not exist':
            s['status'] = 'not a statute'
        amended = re.search(r'in force (\d{4}-\d\d-\d\d)', s.get('last_amended', ''))
        if amended:
            s['amendment_effective'] = amended.group(1)
    write(dst, header_of(src), {'as_of': data['as_of'], 'wrong_names': wrong, 'statutes': data['statutes']})


def obligations(src, folder, conditions):
    data = load(src)
    head = header_of(src)
    vocabulary = {k: v for k, v in data['facts_vocabulary'].items() if k != 'always'}
    write(conditions, [
        '# The names that applies_when of an obligation and when of a clause may use, each with what it means.',
        '# The inventory sets them from the facts and the evidence. "always" needs no entry.',
    ], {'as_of': data['as_of'], 'conditions': vocabulary})
    for document in DOCUMENTS:
        rules = []
        for r in data['rules']:
            if r['document'] != document:
                continue
            check = {k: v for k, v in r.pop('how_to_check').items() if v}
            r['check'] = check
            rules.append(r)
        title = '# laws/obligations/%s.yaml - what is due for the document "%s"' % (document, document)
        kept = [l.replace('applies_when: a predicate over product facts (vocabulary below)', 'applies_when: a predicate over the names in laws/conditions.yaml')
                .replace('how_to_check.', 'check.') for l in head[1:]]
        write(os.path.join(folder, document + '.yaml'), [title] + kept, {'as_of': data['as_of'], 'document': document, 'obligations': [
            {k: v for k, v in r.items() if k != 'document'} for r in rules]})


def unfair_terms(src, dst):
    data = load(src)
    terms = []
    for t in data['terms']:
        out = {}
        for k, v in t.items():
            out[k] = v
            if k == 'id':
                out['type'] = TERM_TYPES[v]
        terms.append(out)
    head = header_of(src)
    head.insert(7, '# type: the kind of fault, as in docs/formats.md; several terms may share one.')
    write(dst, head, {'as_of': data['as_of'], 'sentence_split': data['sentence_split'], 'terms': terms})


def vague(src, dst):
    data = load(src)
    patterns = []
    for p in data['patterns_list']:
        p['bad_examples'] = [p.pop('bad_example')]
        p['counterexamples'] = [p.pop('counterexample')]
        patterns.append(p)
    write(dst, header_of(src), {'as_of': data['as_of'], 'patterns': patterns, 'readability': data['readability']})


def retention(src, dst):
    data = load(src)
    data.pop('count')
    for entry in data['entries']:
        for source in entry['sources']:
            source.setdefault('verified', entry['verified'] is True)
            if source['statute'] == 'other':
                source['statute'], source['article'] = OTHER_SOURCES[entry['id']]
    write(dst, header_of(src), data)


def necessary(src, dst):
    data = load(src)
    for t in data['types']:
        t['keywords'] = t.pop('typical_mini_program_keywords')
    write(dst, header_of(src), {k: v for k, v in data.items() if k not in ('count', 'zero_data_count')})


# ---- platforms -------------------------------------------------------------------------------------------------------
class Taxonomy:
    def __init__(self, data):
        self.items = {i['id']: i for i in data['items']}

    def key(self, item):
        return self.items[item].get('wechat_key', '')

    def category(self, item):
        return self.items[item]['category_35273']

    def sensitive(self, item):
        return self.items[item]['sensitive']


IDENTITY = {'platform_openid', 'unionid', 'anonymous_id', 'alipay_user_id', 'group_id'}
# Sensitive by category, but the call alone hands over nothing of the kind: the picture, the order, the coupon are the program's own.
NOT_TAKEN = {'subscription_choice', 'photo_exif', 'virtual_property', 'order_info', 'payment_record', 'chat_content', 'browsing_history', 'password'}


def platform_key(key):
    """A setPrivacySetting key that a platform interface stands behind (EX…: the developer's own statement)."""
    return bool(key) and key != 'DeviceInfo' and key != 'Email' and not key.startswith('EX')


def classify(row, taxonomy, twin):
    """privacy | identity | device | permission | other; see docs/knowledge.md."""
    items = row.get('items', [])
    collect = row['collect']
    component = row['kind'] == 'component'
    if row.get('in_guideline'):
        return 'privacy'
    if collect == 'control' and not items:
        return 'permission' if row.get('name', '') != 'makePhoneCall' else 'other'
    if component and row['tag'] == 'map':
        return 'device'  # the position is drawn by the platform and handed to nobody
    if collect in ('none', 'send', 'store', 'share', 'display', 'control'):
        return 'other'
    if component and row['tag'] in ('input', 'textarea', 'form', 'picker', 'editor', 'radio-group', 'checkbox-group', 'checkbox', 'slider', 'switch'):
        nickname = 'nickname' in row.get('attribute_values', [])
        return 'privacy' if nickname else 'other'  # what people type is a field, not a use
    if twin:
        return twin
    if not items:
        return 'other'
    if IDENTITY & set(items):
        return 'identity' if not any(platform_key(taxonomy.key(i)) for i in items) else 'privacy'
    if platform_key(row.get('privacy_key')) or (row.get('scope') and collect == 'read' and set(items) - NOT_TAKEN):
        return 'privacy'
    if 'in_guideline' not in row and any(platform_key(taxonomy.key(i)) for i in items):
        return 'privacy'
    if collect == 'read' and any(taxonomy.sensitive(i) and i not in NOT_TAKEN for i in items):
        return 'privacy'
    if row.get('privacy_key') == 'DeviceInfo' or all(taxonomy.category(i) == '个人常用设备信息' or i == 'local_ip' for i in items):
        return 'device'
    return 'other'


def names_of(text):
    """'project.config.json (project.tt.json in Taro)' -> both file names."""
    return re.findall(r'[A-Za-z0-9_.-]+\.(?:json|js|ts)\b', text)


def scope_text(text):
    return ', '.join(p.strip() for p in re.split(r'[,/]', re.sub(r'\([^)]*\)', '', text)) if p.strip())


def with_class(row, cls):
    out = {}
    for k, v in row.items():
        out[k] = v
        if k == 'collect':
            out['class'] = cls
    return out


def components(source, taxonomy, prefix):
    result, unmatched = [], []
    for c in source:
        if c.get('scope'):
            c['scope'] = scope_text(c['scope'])
        attr = c.pop('attr', '')
        if re.search(r'[ *(]', c['tag']):
            tags = c['tag'].split(' / ')[:1] + [t.split(' ')[0] for t in c['tag'].split(' / ')[1:]]
            if not all(re.fullmatch(r'[a-z][a-z-]*', t) for t in tags):
                unmatched.append(c['tag'])
                continue
        else:
            tags = [c['tag']]
        for tag in tags:
            row = dict(c)
            row['tag'] = tag
            if attr and not re.search(r'modules', attr) and attr != 'type':
                first, *others = attr.split(' ')
                name, _, values = first.partition('=')
                fields = {'attribute': name}
                if values:
                    fields['attribute_values'] = values.split('|')
                if others:
                    fields['also'] = {n: v.split('|') for n, v in (o.split('=') for o in others)}
            else:
                fields = {}
                if attr:
                    row['note'] = '; '.join(x for x in (attr, row.get('note')) if x)
            if len(tags) > 1:
                row['id'] = prefix + ':' + tag
            ordered = {}
            for k, v in row.items():
                ordered[k] = v
                if k == 'tag':
                    ordered.update(fields)
            result.append(with_class(ordered, classify(ordered, taxonomy, None)))
    return result, unmatched


def platform(name, src, dst, taxonomy, wechat):
    data = load(src)
    zh, en, prefix = PLATFORMS[name]
    p = data.pop('platform')
    p = {'id': name, 'title_zh': zh, 'title_en': en, **p}
    p['config'] = [n for c in p['config'] for n in names_of(c)]
    if 'aliases' in p:
        p['aliases'] = [re.sub(r'\.\*$', '', re.sub(r'\([^)]*\)', '', a).strip()) for text in p['aliases'] for a in re.sub(r'\([^)]*\)', '', text).split(',')]
    scopes = []
    for s in data.pop('scopes'):
        s.setdefault('calls', [])
        scopes.append(s)
    apis = []
    for a in data.pop('apis'):
        if a.get('scope'):
            a['scope'] = scope_text(a['scope'])
        twin = wechat.get(a.get('wx_equivalent')) if name != 'wechat' else None
        apis.append(with_class(a, classify(a, taxonomy, twin)))
    rows_, unmatched = components(data.pop('components'), taxonomy, prefix)
    reviewed = data.pop('reviewed_without_personal_data', [])
    sections = {'platform': p, 'scopes': rows(scopes), 'apis': rows(apis), 'components': rows(rows_)}
    if unmatched:
        sections['components_without_a_fixed_tag'] = unmatched
    for key, value in list(data.items()):
        sections[key] = rows(value) if isinstance(value, list) and value and isinstance(value[0], dict) else value
    for key in ('cloud', 'minigame'):
        for row in sections.get(key, []):
            names = [n.strip() for n in row.pop('name').split(' / ')]
            lead = names[0].rsplit('.', 1)[0]
            row['names'] = [n if n.count('.') else lead + '.' + n for n in names]
            row['names'] = [re.sub(r' scope\..*$', '', n) for n in row['names']]
            row.setdefault('items', [])
            if row.get('where') == '-':
                row.pop('where')
    if 'cloud' in sections:  # a name that people believe in, noted as not existing
        sections['cloud'] = [r for r in sections['cloud'] if 'does not exist' not in r.get('note', '')]
    if 'minigame' in sections:
        sections['minigame'] = [r for r in sections['minigame'] if r['names'] != ['wx.authorize']]
        sections['minigame'] = [Row({'names': r.pop('names'), **r}) for r in sections['minigame']]
    if 'cloud' in sections:
        sections['cloud'] = [Row({'names': r.pop('names'), **r}) for r in sections['cloud']]
    if reviewed:
        sections['reviewed_without_personal_data'] = reviewed
    head = header_of(src)
    if name == 'wechat':
        head.insert(1, '# class = what the scan counts a use as (docs/knowledge.md): privacy | identity | device | permission | other')
    write(dst, head, sections, section_comments(src))
    return {a['name']: a['class'] for a in apis}


def privacy_setting(src, dst):
    text = open(src, encoding='utf-8').read()
    text = re.sub(r'meaning: (how users are notified of a change, e\.g\. 弹窗)', r'meaning: "\1"', text)  # an unquoted comma
    data = clean(yaml.safe_load(text))  # clean() turns the integer keys of request.privacy_ver.values into text
    statement = data.pop('own_statement')
    note = statement.pop('note')
    sections = {'request': data['request'], 'keys': rows(data['keys']), 'triggers': data['triggers'], 'own_statement': statement, 'note': note}
    write(dst, header_of(src), sections, {
        'triggers': ['# a call or component that makes WeChat require the key; everything else is the developer\'s own statement'],
        'own_statement': ['# collected by forms and writes, with no privacy API behind them'],
    })


def frameworks(src, dst):
    data = load(src)
    for key in ('uni_api_map', 'taro_api_map', 'event_names'):
        data[key] = rows(data[key])
    for m in data['uni_api_map']:
        m.setdefault('items', [])
    data['ui_libraries'] = rows(data['ui_libraries'])
    write(dst, header_of(src), data, section_comments(src))


def data_items(src, dst):
    data = load(src)
    data['items'] = rows(data['items'])
    write(dst, header_of(src), {'as_of': data.pop('version'), **data}, section_comments(src))


def fields(src, dst):
    data = load(src)
    for row in data['fields']:
        if not isinstance(row.get('minor', False), bool):  # an input type that slipped into the column beside its own
            row['input_type'] = row.pop('minor')
    data['fields'] = rows(data['fields'])
    data['value_patterns'] = rows(data['value_patterns'])
    data.pop('coverage')
    head = [l.replace(' (see coverage at the end)', '') for l in header_of(src)]
    write(dst, head, data, section_comments(src))


def sinks(src, dst):
    data = load(src)
    for s in data['sinks']:
        s['platforms'] = s['platforms'].split()
    for c in data['library_calls']:
        name, _, version = c['package'].rpartition(' ')
        if name:
            c['package'], c['version'] = name, version
    for f in data['generic_findings']:
        if '(?!' in f['regex']:  # RE2 has no look-ahead: the exception becomes a pattern of its own
            f['regex'], exception = re.match(r'(.*)\(\?!(.*)\)$', f['regex']).groups()
            f['unless'] = [f['regex'] + '(' + exception + ')']
    for key, value in data.items():
        data[key] = rows(value)
    write(dst, header_of(src), data, section_comments(src))


def text(src, dst):
    content = open(src, encoding='utf-8').read()
    os.makedirs(os.path.dirname(dst), exist_ok=True)
    with open(dst, 'w', encoding='utf-8') as f:
        f.write('\n'.join(clean_text(l) for l in content.split('\n')))


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    notes = sys.argv[1]
    out = sys.argv[2] if len(sys.argv) == 3 else os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'knowledge')
    law = lambda n: os.path.join(notes, 'laws', n)
    plat = lambda n: os.path.join(notes, 'platforms', n)
    to = lambda *p: os.path.join(out, *p)
    statutes(law('statutes.yaml'), to('laws', 'statutes.yaml'))
    obligations(law('obligations.yaml'), to('laws', 'obligations'), to('laws', 'conditions.yaml'))
    unfair_terms(law('unfair_terms.yaml'), to('laws', 'unfair_terms.yaml'))
    vague(law('vague_language.yaml'), to('laws', 'vague_language.yaml'))
    retention(law('retention.yaml'), to('laws', 'retention.yaml'))
    necessary(law('necessary_info.yaml'), to('laws', 'necessary_info.yaml'))
    text(law('enforcement.md'), to('laws', 'enforcement.md'))
    data_items(plat('data_items.yaml'), to('taxonomy', 'data_items.yaml'))
    taxonomy = Taxonomy(load(plat('data_items.yaml')))
    wechat = {}
    for name in PLATFORMS:
        classes = platform(name, plat(name + '.yaml'), to('platforms', name + '.yaml'), taxonomy, wechat)
        wechat = wechat or classes
    privacy_setting(plat('wechat_privacy_setting.yaml'), to('platforms', 'wechat_privacy_setting.yaml'))
    frameworks(plat('frameworks.yaml'), to('platforms', 'frameworks.yaml'))
    text(plat('wechat_rules.md'), to('platforms', 'wechat_rules.md'))
    fields(plat('fields.yaml'), to('taxonomy', 'fields.yaml'))
    sinks(plat('sinks.yaml'), to('third_parties', 'sinks.yaml'))


if __name__ == '__main__':
    main()
