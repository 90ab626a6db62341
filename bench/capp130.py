#!/usr/bin/env python3
"""CAPP-130 (github.com/EnlightenedAI/CAPP-130, CC BY 4.0) on the corpus' own test splits: risky sentences against what the checks report,
topics against what the claims module says a sentence is about.

usage: capp130.py CORPUS_LINES REPOSITORY
  CORPUS_LINES  the program bench_corpus_lines of this build
  REPOSITORY    a clone or bare clone of the corpus; nothing of it is kept

Their measure: F1 micro and macro over the classes. A sentence counts as risky when an unfair term or a vague wording is reported in it. The
topics are the model of knowledge/lexicon/topics.yaml, learnt from their training split by bench/capp130_topics.py.
"""
import json
import subprocess
import sys

BASE = 'CAPP_130_Corpus/Subdataset/Extraction/'
TOPICS = ('collection', 'permission', 'sharing', 'use', 'storage', 'security', 'special_groups', 'rights', 'contact', 'changes', 'closing')
# README of the corpus, table 3: micro, macro
RISK = {'RoBERTa': (0.920, 0.711), 'BERT': (0.921, 0.719), 'PERT': (0.922, 0.716)}
TOPIC = {'RoBERTa': (0.819, 0.841), 'BERT': (0.802, 0.820), 'SBERT': (0.781, 0.794)}


def f1(hit, false, missed):
    return 2 * hit / (2 * hit + false + missed) if hit else 0.0


def rows_of(repository, part, split='test'):
    text = subprocess.run(['git', '-C', repository, 'show', f'HEAD:{BASE}{part}_identification_dataset/{split}.txt'],
                          capture_output=True, check=True).stdout.decode('utf-8-sig')
    rows = [line.rsplit('\t', 1) for line in text.split('\n') if '\t' in line]
    return [(' '.join(sentence.split()) or '-', label.strip()) for sentence, label in rows]


def read(command, sentences):
    out = subprocess.run(command, input='\n'.join(sentences) + '\n', capture_output=True, text=True, check=True).stdout
    seen = [json.loads(line) for line in out.split('\n') if line]
    assert len(seen) == len(sentences), (len(seen), len(sentences))
    return seen


def published(baselines):
    for name, (micro, macro) in baselines.items():
        print(f'  {name}, trained on their training split: micro {micro:.3f}, macro {macro:.3f}')


def risk(program, repository):
    rows = rows_of(repository, 'risk')
    truth = [label == '1' for _, label in rows]
    seen = [line['findings'] for line in read([program], [sentence for sentence, _ in rows])]
    for name, wanted in (('unfair terms', ('QY3',)), ('unfair terms and vague words', ('QY3', 'QY5'))):
        said = [any(finding.startswith(wanted) for finding in findings) for findings in seen]
        hit = sum(a and b for a, b in zip(said, truth))
        false = sum(a and not b for a, b in zip(said, truth))
        missed = sum(b and not a for a, b in zip(said, truth))
        rest = len(truth) - hit - false - missed
        risky, plain = f1(hit, false, missed), f1(rest, missed, false)
        print(f'risk, {name}: micro {(hit + rest) / len(truth):.3f}, macro {(risky + plain) / 2:.3f}; risky found {hit} of '
              f'{hit + missed}, reported {hit + false} of {len(truth)} sentences')
    published(RISK)


def topics(program, repository):
    rows = rows_of(repository, 'topic')
    seen = [set(line['topics']) for line in read([program, '--claims'], [sentence for sentence, _ in rows])]
    counts = [[0, 0, 0] for _ in TOPICS]
    for (_, label), said in zip(rows, seen):
        for i, (topic, truth) in enumerate(zip(TOPICS, json.loads(label))):
            counts[i][0] += topic in said and truth == 1
            counts[i][1] += topic in said and truth == 0
            counts[i][2] += topic not in said and truth == 1
    each = [f1(*c) for c in counts]
    micro = f1(*(sum(c[i] for c in counts) for i in range(3)))
    print(f'topics: {len(rows)} sentences, micro {micro:.3f}, macro {sum(each) / len(each):.3f}')
    print('  ' + ', '.join(f'{topic} {value:.3f}' for topic, value in zip(TOPICS, each)))
    published(TOPIC)


def main():
    program, repository = sys.argv[1:3]
    risk(program, repository)
    topics(program, repository)


if __name__ == '__main__':
    main()
