#!/usr/bin/env python3
"""Topics of knowledge/cases/topics.yaml against the segment labels of CA4P-483 (github.com/zacharykzhao/CA4P-483), document by document.

usage: case_topics.py BENCH_CASE_PROFILES REPOSITORY

Found: of the policies in which the corpus labels a segment of the class, those in which we see the topic. Beside: of the policies in which we see it, those
without such a segment; a segment carries one class alone, so part of these are right.
"""
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

CLASSES = {'policy-sharing': 'e_2', 'policy-rights': 'e_4', 'policy-storage': 'e_5', 'policy-security': 'e_6', 'policy-updates': 'e_7',
           'policy-minors': 'e_11', 'policy-operator': 'e_14'}


def show(repository, path):
    return subprocess.run(['git', '-C', repository, 'show', 'HEAD:' + path], capture_output=True, check=True).stdout


def main():
    program, repository = sys.argv[1:3]
    names = subprocess.run(['git', '-C', repository, 'ls-tree', '-r', '--name-only', 'HEAD', 'data_preprocess/merged_json'], capture_output=True,
                           text=True, check=True).stdout.split()
    labels = {}
    with tempfile.TemporaryDirectory() as scratch:
        lines = ['corpus\tx\tx\tx\tx\tx\t2000-01-01']
        for name in names:
            number = pathlib.Path(name).stem
            page = show(repository, f'raw_data/{number}.html').decode('utf-8', 'replace')
            text = html.unescape(re.search(r'<pre[^>]*>(.*?)</pre>', page, re.S).group(1)).split('==========\n', 1)[-1]
            file = pathlib.Path(scratch) / f'{number}.txt'
            file.write_text(text, encoding='utf-8')
            lines.append(f'text\tx\tprivacy-policy\t{file}')
            labels[file.name] = {row['classId'] for row in json.loads(show(repository, name))}
        out = subprocess.run([program, '2000-01-01', '--tell'], input='\n'.join(lines) + '\n', capture_output=True, text=True, check=True).stderr
    covered = {}
    for line in out.splitlines():
        name, _, _, *topics = line.split('\t')
        covered[name] = set(topics)
    print(f'{len(covered)} policies\n{"topic":18} {"labelled":>8} {"found":>6} {"share":>6} {"beside":>7}')
    for topic, label in CLASSES.items():
        truth = [name for name in covered if label in labels[name]]
        found = [name for name in truth if topic in covered[name]]
        beside = [name for name in covered if topic in covered[name] and label not in labels[name]]
        print(f'{topic:18} {len(truth):8} {len(found):6} {len(found) / max(1, len(truth)):6.3f} {len(beside):7}')


if __name__ == '__main__':
    main()
