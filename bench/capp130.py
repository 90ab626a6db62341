#!/usr/bin/env python3
"""Risky sentences of CAPP-130 (github.com/EnlightenedAI/CAPP-130, CC BY 4.0) against what the checks report, on the corpus' own test split.

usage: capp130.py CORPUS_LINES REPOSITORY
  CORPUS_LINES  the program bench_corpus_lines of this build
  REPOSITORY    a clone or bare clone of the corpus; nothing of it is kept

Their measure: F1 micro and macro over the two classes. A sentence counts as risky when an unfair term or a vague wording is reported in it.
"""
import json
import subprocess
import sys

SPLIT = 'CAPP_130_Corpus/Subdataset/Extraction/risk_identification_dataset/test.txt'
BASELINES = {'RoBERTa': (0.920, 0.711), 'BERT': (0.921, 0.719), 'PERT': (0.922, 0.716)}  # README of the corpus, table 3


def f1(hit, false, missed):
    return 2 * hit / (2 * hit + false + missed) if hit else 0.0


def main():
    program, repository = sys.argv[1:3]
    text = subprocess.run(['git', '-C', repository, 'show', 'HEAD:' + SPLIT], capture_output=True, check=True).stdout.decode()
    rows = [line.rsplit('\t', 1) for line in text.split('\n') if '\t' in line]
    sentences = [sentence.strip() for sentence, _ in rows]
    truth = [label.strip() == '1' for _, label in rows]
    out = subprocess.run([program], input='\n'.join(sentences) + '\n', capture_output=True, text=True, check=True).stdout
    seen = [json.loads(line)['findings'] for line in out.split('\n') if line]
    assert len(seen) == len(truth)
    for name, wanted in (('unfair terms', ('QY3',)), ('unfair terms and vague words', ('QY3', 'QY5'))):
        said = [any(finding.startswith(wanted) for finding in findings) for findings in seen]
        hit = sum(a and b for a, b in zip(said, truth))
        false = sum(a and not b for a, b in zip(said, truth))
        missed = sum(b and not a for a, b in zip(said, truth))
        rest = len(truth) - hit - false - missed
        risky, plain = f1(hit, false, missed), f1(rest, missed, false)
        print(f'{name}: micro {(hit + rest) / len(truth):.3f}, macro {(risky + plain) / 2:.3f}; risky found {hit} of '
              f'{hit + missed}, reported {hit + false} of {len(truth)} sentences')
    for name, (micro, macro) in BASELINES.items():
        print(f'{name}, trained on their training split: micro {micro:.3f}, macro {macro:.3f}')


if __name__ == '__main__':
    main()
