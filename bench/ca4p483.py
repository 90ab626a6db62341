#!/usr/bin/env python3
"""Claims against the labels of CA4P-483 (github.com/zacharykzhao/CA4P-483), on the corpus' own splits.

usage: ca4p483.py CORPUS_LINES REPOSITORY [--split test|dev|train] [--knowledge DIRECTORY] [--errors LABEL COUNT]
  CORPUS_LINES  the program bench_corpus_lines of this build
  REPOSITORY    a clone or bare clone of the corpus; nothing of it is kept

Their measure: a span counts when its label, beginning and end are right (exact). Beside it: a span counts when it overlaps (overlap), which
is nearer to what the checks need. Nothing is trained. `test` and `dev` are their files; their `train` file is not in every copy, so it is made
again from the annotated documents that share less than three sentences in five with either. --errors prints sentences, and only of train.
"""
import argparse
import json
import random
import subprocess

FILES = {name: f'baselines/Batch_Parallel_LatticeLSTM-master/data/{name}.char.bmes' for name in ('test', 'dev')}
LABELS = ('data', 'collect', 'share', 'handler', 'condition', 'subjects', 'purpose')
CLASSES = dict(zip(('e_21', 'e_22', 'e_23', 'e_24', 'e_25', 'e_26', 'e_27'), LABELS))
# Their script ends a span at each of these.
PUNCTUATION = set(' ，：。｜/、！～#¥%！？｡＂＃＄％＆＇（）＊＋－／；＜＝＞＠［＼］＾＿｀｛｝｟｠｢｣､〃》「」『』【】〔〕〖〗〘〙〚〛〜〝〞〟〰〾〿–—‘’‛“”„‟…‧﹏.')
# What they call collecting is all use of data, what they call sharing all giving of it, the user's too.
ACTIONS = {'collect': 'collect', 'use': 'collect', 'store': 'collect', 'share': 'share', 'transfer': 'share', 'disclose': 'share'}
# Words they label in less than one case of ten (train), and names of data that say nothing.
SELDOM = {'处理', '分析', '统计', '访问', '存储', '公开', '展示', '发送', '利用', '查询'}
EMPTY = {'信息', '数据', '方式', '内容', '权限', '渠道', '使用方式', '语言', '类型'}


def show(repository, path):
    return subprocess.run(['git', '-C', repository, 'show', 'HEAD:' + path], capture_output=True, check=True).stdout.decode()


def read_split(text):
    """Sentences and spans of a file of characters with B-, I-, E- and S- labels."""
    sentences, characters, spans, start = [], [], [], None
    for line in text.split('\n') + ['']:
        if not line.strip():
            if characters:
                sentences.append((''.join(characters), spans))
            characters, spans, start = [], [], None
            continue
        character, label = line.rsplit(' ', 1) if ' ' in line else (line, 'O')
        at = len(characters)
        characters.append(character[:1] or ' ')
        if label[:2] in ('B-', 'S-'):
            start = at
            if label[0] == 'S':
                spans.append((at, at + 1, label[2:]))
        elif label[:2] == 'E-' and start is not None:
            spans.append((start, at + 1, label[2:]))
    return sentences


def documents(repository):
    """Their annotated documents by name: segments and spans. One `git cat-file --batch` for all."""
    names = subprocess.run(['git', '-C', repository, 'ls-tree', '--name-only', 'HEAD', 'data_preprocess/merged_json/'],
                           capture_output=True, check=True).stdout.decode().split()
    batch = subprocess.run(['git', '-C', repository, 'cat-file', '--batch'], input='\n'.join('HEAD:' + n for n in names).encode(),
                           capture_output=True, check=True).stdout
    found, at = {}, 0
    for name in names:
        end = batch.index(b'\n', at)
        size = int(batch[at:end].split()[-1])
        found[name.rsplit('/', 1)[1][:-5]] = json.loads(batch[end + 1:end + 1 + size])
        at = end + 2 + size
    return found


def pieces(text, begin, end, label):
    """A span as they count it: cut at every punctuation mark."""
    found, start = [], None
    for i in range(begin, end + 1):
        if i == end or text[i] in PUNCTUATION:
            if start is not None:
                found.append((start, i, label))
            start = None
        elif start is None:
            start = i
    return found


def sentences_of(document):
    """As their script makes them: segments with at least one span, without white space, cut at 。"""
    spans = [a for a in document if a['classId'] in CLASSES]
    seen, found = set(), []
    for segment in document:
        key = (segment['start'], segment['end'])
        if segment['classId'] in CLASSES or key in seen:
            continue
        seen.add(key)
        inside = [a for a in spans if a['start'] >= key[0] and a['end'] <= key[1]]
        if not inside:
            continue
        text, labels = segment['text'], {}
        for span in inside:
            for begin, end, label in pieces(text, span['start'] - key[0], span['end'] - key[0], CLASSES[span['classId']]):
                for i in range(begin, end):
                    labels[i] = (label, i == begin)
        characters, marks = [], []

        def close():
            ranges, start = [], None
            for i, mark in enumerate(marks + [None]):
                if start is not None and (mark is None or mark[1] or mark[0] != marks[start][0]):
                    ranges.append((start, i, marks[start][0]))
                    start = None
                if mark is not None and start is None:
                    start = i
            found.append((''.join(characters), ranges))
        for i, character in enumerate(text):
            if character in '\n \t\r|*' and i not in labels:
                continue
            characters.append(character if character not in '\n\r' else ' ')
            marks.append(labels.get(i))
            if character == '。':
                close()
                characters, marks = [], []
        if characters:
            close()
    return found


def load(repository, split):
    if split in FILES:
        return read_split(show(repository, FILES[split]))
    held = [{s for s, _ in read_split(show(repository, path))} for path in FILES.values()]
    rows = []
    for _, document in sorted(documents(repository).items()):
        own = sentences_of(document)
        long = [s for s, _ in own if len(s) > 15]
        if not any(long and sum(s in known for s in long) > 0.6 * len(long) for known in held):
            rows.extend(row for row in own if row[0].strip())
    return rows


def spans_of(sentence, claims):
    raw, index, offset = sentence.encode(), {}, 0
    for i, character in enumerate(sentence):
        index[offset] = i
        offset += len(character.encode())
    index[offset] = len(sentence)
    words = lambda span: raw[span[0]:span[1]].decode()
    found = set()

    def add(span, label):
        if span[1] > span[0]:
            found.update(pieces(sentence, index[span[0]], index[span[1]], label))
    for claim in claims:
        label = ACTIONS.get(claim['action'])
        if label is None or not claim['asserted'] or words(claim['verb']) in SELDOM:
            continue
        # They label what is said of data; and of the user only what is asked of him.
        if all(words(name) in EMPTY for name in claim['data']) or claim['who'] == 'user' and (label != 'share' or claim['negated']):
            continue
        add(claim['verb'], label)
        add(claim['subject'], 'handler')
        for name in claim['data']:
            add(name, 'data')
        for party in claim['recipients']:
            add(party, 'subjects')
        for whole, _ in claim['purposes']:
            add(whole, 'purpose')
        for whole, _ in claim['conditions']:
            add(whole, 'condition')
    return found


def touches(a, b):
    return a[0] < b[1] and b[0] < a[1]


def table(rows):
    """rows: sentence, true spans, found spans."""
    print(f'{"label":10} {"spans":>6} {"exact P":>8} {"exact R":>8} {"exact F1":>9} {"overlap P":>10} {"overlap R":>10} {"overlap F1":>11}')
    total, means = [0, 0, 0], []
    ratio = lambda a, b: a / b if b else 0.0
    for label in LABELS:
        wanted = got = exact = recalled = right = 0
        for _, truth, found in rows:
            w = [s for s in truth if s[2] == label]
            g = [s for s in found if s[2] == label]
            wanted += len(w)
            got += len(g)
            exact += len(set(w) & set(g))
            recalled += sum(any(touches(a, b) for b in g) for a in w)
            right += sum(any(touches(a, b) for b in w) for a in g)
        p, r = ratio(right, got), ratio(recalled, wanted)
        f = ratio(2 * exact, wanted + got)
        means.append(f)
        print(f'{label:10} {wanted:6} {ratio(exact, got):8.3f} {ratio(exact, wanted):8.3f} {f:9.3f} {p:10.3f} {r:10.3f} {ratio(2 * p * r, p + r):11.3f}')
        total = [total[0] + wanted, total[1] + got, total[2] + exact]
    print(f'{"all":10} {total[0]:6} {ratio(total[2], total[1]):8.3f} {ratio(total[2], total[0]):8.3f} '
          f'{ratio(2 * total[2], total[0] + total[1]):9.3f}   mean of the labels {sum(means) / len(means):.3f}')


def marked(sentence, spans):
    out, past = '', 0
    for begin, end, label in sorted(spans):
        if begin >= past:
            out += f'{sentence[past:begin]}[{label} {sentence[begin:end]}]'
            past = end
    return out + sentence[past:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('program')
    parser.add_argument('repository')
    parser.add_argument('--split', choices=('test', 'dev', 'train'), default='test')
    parser.add_argument('--knowledge', default=None)
    parser.add_argument('--errors', nargs=2, metavar=('LABEL', 'COUNT'))
    arguments = parser.parse_args()
    sentences = load(arguments.repository, arguments.split)
    command = [arguments.program, '--claims'] + ([arguments.knowledge] if arguments.knowledge else [])
    out = subprocess.run(command, input='\n'.join(s for s, _ in sentences) + '\n', capture_output=True, text=True, check=True).stdout
    seen = [json.loads(line)['claims'] for line in out.split('\n') if line]
    assert len(seen) == len(sentences), (len(seen), len(sentences))
    rows = [(s, set(truth), spans_of(s, claims)) for (s, truth), claims in zip(sentences, seen)]
    print(f'{arguments.split}: {len(rows)} sentences')
    table(rows)
    if arguments.errors and arguments.split == 'train':
        label, count = arguments.errors[0], int(arguments.errors[1])
        wrong = [r for r in rows if any(s[2] == label for s in r[1] ^ r[2])]
        for sentence, truth, found in random.Random(1).sample(wrong, min(count, len(wrong))):
            print('\nlabelled', marked(sentence, truth), '\nread    ', marked(sentence, found))


if __name__ == '__main__':
    main()
