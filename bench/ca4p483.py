#!/usr/bin/env python3
"""Claims against the labels of CA4P-483 (github.com/zacharykzhao/CA4P-483), on the corpus' own test split.

usage: ca4p483.py CORPUS_LINES REPOSITORY

Their measure: a span counts when its label, beginning and end are right (exact). Beside it: a span counts when it overlaps (overlap), which
is nearer to what the checks need. No training: the words of knowledge/lexicon and the taxonomy alone.
"""
import collections
import json
import subprocess
import sys

SPLIT = 'baselines/Batch_Parallel_LatticeLSTM-master/data/test.char.bmes'


def read_split(text):
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


def spans_of(sentence, seen):
    raw = sentence.encode()
    at = lambda offset: len(raw[:offset].decode(errors='ignore'))
    found = []
    for begin, end, name in seen['words']:
        label = {'collect': 'collect', 'share': 'share', 'transfer': 'share', 'disclose': 'share', 'operator': 'handler',
                 'third_party': 'subjects'}.get(name)
        if label:
            found.append((at(begin), at(end), label))
    position = collections.Counter()
    for words in seen['data']:
        begin = sentence.find(words, position[words])
        if begin >= 0:
            found.append((begin, begin + len(words), 'data'))
            position[words] = begin + len(words)
    for claim in seen['claims']:
        for label in ('purpose', 'condition'):
            begin = sentence.find(claim[label]) if claim[label] else -1
            if begin >= 0:
                found.append((begin, begin + len(claim[label]), label))
    return sorted(set(found))


def main():
    program, repository = sys.argv[1:3]
    text = subprocess.run(['git', '-C', repository, 'show', 'HEAD:' + SPLIT], capture_output=True, check=True).stdout.decode()
    sentences = read_split(text)
    out = subprocess.run([program], input='\n'.join(s for s, _ in sentences) + '\n', capture_output=True, text=True, check=True)
    seen = [json.loads(line) for line in out.stdout.split('\n') if line]
    assert len(seen) == len(sentences)
    count = collections.defaultdict(lambda: [0] * 6)  # truth, found, exact, truth overlapped, found overlapping
    for (sentence, truth), what in zip(sentences, seen):
        found = spans_of(sentence, what)
        for label in ('data', 'collect', 'share', 'handler', 'condition', 'subjects', 'purpose'):
            wanted = [s for s in truth if s[2] == label]
            got = [s for s in found if s[2] == label]
            row = count[label]
            row[0] += len(wanted)
            row[1] += len(got)
            row[2] += len(set(wanted) & set(got))
            touches = lambda a, b: a[0] < b[1] and b[0] < a[1]
            row[3] += sum(any(touches(w, g) for g in got) for w in wanted)
            row[4] += sum(any(touches(w, g) for w in wanted) for g in got)
    print(f'{"label":10} {"spans":>6} {"exact F1":>9} {"overlap P":>10} {"overlap R":>10} {"overlap F1":>11}')
    for label, (wanted, got, exact, recalled, right, _) in count.items():
        precision, recall = right / got if got else 0, recalled / wanted if wanted else 0
        both = 2 * precision * recall / (precision + recall) if precision + recall else 0
        print(f'{label:10} {wanted:6} {2 * exact / (wanted + got) if wanted + got else 0:9.3f} {precision:10.3f} {recall:10.3f} {both:11.3f}')


if __name__ == '__main__':
    main()
