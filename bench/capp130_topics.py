#!/usr/bin/env python3
"""Topics of sentences as CAPP-130 sees them (github.com/EnlightenedAI/CAPP-130; Zhu et al., NeurIPS 2023; CC BY 4.0): a linear model over
groups of one to four characters, trained by liblinear, scored as the corpus scores, and written as knowledge/lexicon/topics.yaml.

usage: capp130_topics.py REPOSITORY [--write FILE] [--by-policy]
  REPOSITORY   a clone or bare clone of the corpus
  --write      the model as YAML; training takes a minute or two on one core and gives the same bytes each time
  --by-policy  train on the policies whose number five does not divide and test on the others, sentences that stand in both left out

Needs liblinear-train (Debian: liblinear-tools). Training data: the corpus' own training split of the topics, and from its training split of
important sentences those that are not important, as examples of no topic. The test split is read for the score alone.
"""
import argparse
import collections
import json
import re
import subprocess
import tempfile

TOPICS = [('collection', '数据收集'), ('permission', '权限获取'), ('sharing', '共享、委托、转让、公开（披露）'), ('use', '使用'),
          ('storage', '存储方式'), ('security', '安全措施'), ('special_groups', '特殊人群'), ('rights', '数据、权限管理'),
          ('contact', '联系方式'), ('changes', '隐私政策的授权、修改与变更'), ('closing', '停止运营')]
BASE = 'CAPP_130_Corpus/Subdataset/Extraction/'
LONGEST, RAREST, PENALTY, LEAST = 4, 4, '0.5', 0.06
PUBLISHED = {'RoBERTa': (0.819, 0.841), 'BERT': (0.802, 0.820), 'ERNIE': (0.807, 0.821)}  # README of the corpus, table 3: micro, macro


def show(repository, path):
    return subprocess.run(['git', '-C', repository, 'show', 'HEAD:' + path], capture_output=True, check=True).stdout.decode('utf-8-sig')


def squeeze(sentence):
    return re.sub(r'\s', '', sentence)


def topic_rows(repository, split):
    rows = []
    for line in show(repository, f'{BASE}topic_identification_dataset/{split}.txt').split('\n'):
        if '\t' in line:
            sentence, label = line.rsplit('\t', 1)
            rows.append((squeeze(sentence), tuple(json.loads(label))))
    return rows


def plain_rows(repository, split, known):
    """Sentences of no topic: not important, and in no split of the topics."""
    rows = []
    for line in show(repository, f'{BASE}imprtant_identification_dataset/{split}.txt').split('\n'):
        if '\t' in line:
            sentence, label = line.rsplit('\t', 1)
            if label.strip() == '0' and squeeze(sentence) not in known:
                rows.append((squeeze(sentence), (0,) * len(TOPICS)))
    return rows


def policy_rows(repository):
    """(policy number, sentence, topics) of all annotated sentences, topics or none."""
    number = {zh: i for i, (_, zh) in enumerate(TOPICS)}
    names = json.loads(show(repository, 'CAPP_130_Corpus/Annotation/label_explanation.json'))
    rows = []
    for policy in range(1, 131):
        for line in show(repository, f'CAPP_130_Corpus/Annotation/Annotation/rw_{policy}.jsonl').split('\n'):
            if not line.strip():
                continue
            row = json.loads(line)
            labels = [0] * len(TOPICS)
            for name in row['label']:
                if name in number:
                    labels[number[name]] = 1
            rows.append((policy, squeeze(row['text']), tuple(labels)))
    assert names
    return rows


def grams(sentence):
    return {sentence[i:i + n] for n in range(1, LONGEST + 1) for i in range(len(sentence) - n + 1)}


def train(rows):
    """Weights by group of characters and topic, and the bias of each topic, in hundredths. L1 keeps few of the groups."""
    count = collections.Counter()
    for sentence, _ in rows:
        count.update(grams(sentence))
    vocabulary = sorted(gram for gram, n in count.items() if n >= RAREST)
    index = {gram: i + 1 for i, gram in enumerate(vocabulary)}
    lines = []
    for sentence, _ in rows:
        lines.append(' '.join(f'{i}:1' for i in sorted(index[g] for g in grams(sentence) if g in index)))
    weights, biases = collections.defaultdict(dict), []
    for topic in range(len(TOPICS)):
        with tempfile.NamedTemporaryFile('w', suffix='.txt') as data, tempfile.NamedTemporaryFile('r', suffix='.model') as model:
            for (_, labels), line in zip(rows, lines):
                data.write(f'{"+1" if labels[topic] else "-1"} {line}\n')
            data.flush()
            subprocess.run(['liblinear-train', '-q', '-s', '6', '-c', PENALTY, '-B', '1', '-e', '0.01', data.name, model.name], check=True)
            text = model.read().split('\n')
        sign = 1 if next(l for l in text if l.startswith('label')).split()[1] == '1' else -1
        values = [float(v) * sign for v in text[text.index('w') + 1:] if v.strip()]
        biases.append(round(100 * values[-1]))
        for gram, value in zip(vocabulary, values):
            if abs(value) >= LEAST:
                weights[gram][topic] = round(100 * value)
    return weights, biases


def predict(model, sentence):
    weights, biases = model
    scores = list(biases)
    for gram in grams(sentence):
        for topic, value in weights.get(gram, {}).items():
            scores[topic] += value
    return scores


def f1(hit, false, missed):
    return 2 * hit / (2 * hit + false + missed) if hit else 0.0


def score(model, rows, title, some=False):
    """some: every sentence has a topic, the likeliest where none is likely, as on their test split."""
    counts = [[0, 0, 0] for _ in TOPICS]
    for sentence, labels in rows:
        scores = predict(model, sentence)
        said = [s > 0 for s in scores]
        if some and not any(said):
            said[scores.index(max(scores))] = True
        for topic, (a, b) in enumerate(zip(said, labels)):
            counts[topic][0] += a and b
            counts[topic][1] += a and not b
            counts[topic][2] += bool(b) and not a
    each = [f1(*c) for c in counts]
    micro = f1(*(sum(c[i] for c in counts) for i in range(3)))
    print(f'{title}: {len(rows)} sentences, micro {micro:.3f}, macro {sum(each) / len(each):.3f}')
    print('   ' + ', '.join(f'{name} {value:.3f}' for (name, _), value in zip(TOPICS, each)))


def write(model, path):
    weights, biases = model
    with open(path, 'w', encoding='utf-8') as out:
        out.write('# What a sentence of a policy is about. Weights of groups of characters, in hundredths, learnt by bench/capp130_topics.py from CAPP-130\n'
                  '# (Zhu et al., NeurIPS 2023, CC BY 4.0; see NOTICE) and not to be edited by hand; score > 0: the sentence has the topic.\n'
                  'topics:\n')
        for topic, (name, zh) in enumerate(TOPICS):
            out.write(f'  - id: {name}\n    zh: {zh}\n    bias: {biases[topic]}\n    weights:\n')
            own = sorted((gram, w[topic]) for gram, w in weights.items() if topic in w)
            by_value = collections.defaultdict(list)
            for gram, value in own:
                by_value[value].append(gram)
            for value in sorted(by_value, reverse=True):
                words = ', '.join(json.dumps(g, ensure_ascii=False) for g in by_value[value])
                out.write(f'      - {{w: {value}, of: [{words}]}}\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('repository')
    parser.add_argument('--write', metavar='FILE')
    parser.add_argument('--by-policy', action='store_true')
    arguments = parser.parse_args()
    if arguments.by_policy:
        rows = policy_rows(arguments.repository)
        known = {s for p, s, _ in rows if p % 5}
        model = train([(s, l) for p, s, l in rows if p % 5])
        score(model, [(s, l) for p, s, l in rows if p % 5 == 0 and s not in known], 'other policies, sentences of no topic too')
        score(model, [(s, l) for p, s, l in rows if p % 5 == 0 and s not in known and any(l)], 'other policies, sentences of a topic', True)
        return
    rows = topic_rows(arguments.repository, 'train')
    held = {s for split in ('dev', 'test') for s, _ in topic_rows(arguments.repository, split)}
    plain = plain_rows(arguments.repository, 'train', held | {s for s, _ in rows})
    model = train(rows + plain)
    print(f'{len(rows)} sentences of a topic, {len(plain)} of none; {len(model[0])} groups of characters, '
          f'{sum(map(len, model[0].values()))} weights')
    score(model, topic_rows(arguments.repository, 'dev'), 'dev', True)
    test = topic_rows(arguments.repository, 'test')
    score(model, test, 'test', True)
    known = {s for s, _ in rows}
    score(model, [r for r in test if r[0] not in known], 'test, sentences that are not in training', True)
    for name, (micro, macro) in PUBLISHED.items():
        print(f'{name}, trained on the same split: micro {micro:.3f}, macro {macro:.3f}')
    if arguments.write:
        write(model, arguments.write)


if __name__ == '__main__':
    main()
