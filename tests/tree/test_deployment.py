"""Which configuration files programs of a repository write when they deploy them."""

import pytest

from asterisk_lint.tree.deployment import written_files

WRITING = {
    "entrypoint.sh: a redirection": "cat >> /etc/asterisk/pjsip.conf <<EOF\n",
    "entrypoint.sh: a path in a variable": '# for asterisk\necho x > "${ETC}/pjsip.conf"\n',
    "docker/start: no ending": "#!/bin/sh\ncd /etc/asterisk; echo x >>pjsip.conf\n",
    "a.sh: tee": "echo x | sudo tee -a /etc/asterisk/pjsip.conf\n",
    "b.sh: sed": "sed -i 's/a/b/' /etc/asterisk/pjsip.conf\n",
    "c.sh: sed, over lines": "sed --in-place \\\n  -e 's/a/b/' \\\n  /etc/asterisk/pjsip.conf\n",
    "d.sh: crudini": "crudini --set /etc/asterisk/pjsip.conf acl type acl\n",
    "e.sh: gomplate": "gomplate -f pjsip.tmpl -o /etc/asterisk/pjsip.conf\n",
    "Dockerfile: a command": "RUN echo x >> /etc/asterisk/pjsip.conf\n",
    "Dockerfile.production: a text": "COPY <<EOF /etc/asterisk/pjsip.conf\n",
    "pbx.service: a unit": "ExecStartPre=/bin/sh -c 'envsubst <p >/etc/asterisk/pjsip.conf'\n",
    "tasks/a.yml: a line": (
        "- ansible.builtin.lineinfile:\n    path: /etc/asterisk/pjsip.conf\n    line: type=acl\n"
    ),
    "tasks/b.yml: a template": "- template: src=p.j2 dest=/etc/asterisk/pjsip.conf\n",
    "tasks/c.yaml: a text": (
        "- copy:\n    dest: '{{ asterisk_etc }}/pjsip.conf'\n    content: '{{ pjsip }}'\n"
    ),
    "k8s.yaml: a ConfigMap": "metadata: {name: asterisk}\ndata:\n  pjsip.conf: |\n    [acl]\n",
    "cloud.cfg: write_files": "- path: /etc/asterisk/pjsip.conf\n  content: |\n    [acl]\n",
    "pbx.sls: a state": "/etc/asterisk/pjsip.conf:\n  file.append:\n    - text: type=acl\n",
    "pbx.pp: a file": "file { '/etc/asterisk/pjsip.conf':\n  content => template('a'),\n}\n",
    "line.pp: a line": "file_line { 'a':\n  path => '/etc/asterisk/pjsip.conf',\n}\n",
    "recipe.rb: a template": 'template "/etc/asterisk/pjsip.conf" do\n',
    "make.py: a program": 'with open("/etc/asterisk/pjsip.conf", "a") as file:\n',
    "make2.py: a path": 'Path("/etc/asterisk/pjsip.conf").write_text(text)\n',
    "make.pl: a program": "open(my $file, '>>', '/etc/asterisk/pjsip.conf');\n",
}
NOT_WRITING = {
    "a.sh: a copy": "cp asterisk/pjsip.conf /etc/asterisk/pjsip.conf\n",
    "b.sh: read": "grep acl /etc/asterisk/pjsip.conf > /tmp/found\n",
    "c.sh: another file": "# asterisk\necho x > /etc/nginx/pjsip.conf\n",
    "d.sh: a longer name": "echo x > /etc/asterisk/pjsip.conf.bak\n",
    "e.sh: nothing about Asterisk": "echo x > pjsip.conf\n",
    "tests/f.sh: a test": "echo x > /etc/asterisk/pjsip.conf\n",
    "Dockerfile: the folder": "COPY asterisk/pjsip.conf /etc/asterisk/pjsip.conf\n",
    "tasks/a.yml: the file itself": "- copy: src=pjsip.conf dest=/etc/asterisk/pjsip.conf\n",
    "make.py: another folder": '# asterisk\nopen(folder / "pjsip.conf", "w")\n',
    "notes.txt: a text": "echo x >> /etc/asterisk/pjsip.conf\n",
    "pbx.pp: the file itself": (
        "file { '/etc/asterisk/pjsip.conf':\n  source => 'puppet:///asterisk/pjsip.conf',\n}\n"
    ),
}


class OneProgram:
    """A tree with one file."""

    root = "/"

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text

    def paths(self) -> list[str]:
        return [self._path]

    def under(self, directory: str) -> list[str]:
        return self.paths()

    def read(self, path: str) -> bytes:
        assert path == self._path
        return self._text.encode()

    def blobs(self, paths: object) -> list[str | None]:
        return [None]

    def listing(self, directory: str) -> list[str]:
        return []

    def settle(self, path: str, content: bytes, blob: str) -> None:
        pass


def written(program: str, text: str) -> list[tuple[str, int]]:
    """The names of the files that a program writes, with the line."""
    found = written_files(OneProgram(program.partition(":")[0], text))
    return [(each.path.rpartition("/")[2], each.line) for each in found]


@pytest.mark.parametrize("program", WRITING)
def test_what_a_program_writes_is_found(program: str) -> None:
    text = WRITING[program]
    lines = [number for number, line in enumerate(text.split("\n"), 1) if "pjsip.conf" in line]
    line = 1 if "over lines" in program else lines[0]
    assert ("pjsip.conf", line) in written(program, text)


@pytest.mark.parametrize("program", NOT_WRITING)
def test_what_it_only_reads_or_copies_is_not(program: str) -> None:
    assert ("pjsip.conf" in dict(written(program, NOT_WRITING[program]))) is False


def test_a_long_program_is_read_in_linear_time() -> None:
    """Each pattern is held against one line of bounded length: this ends at once."""
    for piece in ("> ", "sed -i x.conf ", "open(", "tee -a ", "(a", "{{", "- path: "):
        assert len(written("a.sh", f"asterisk {piece * 50_000}.conf")) < 2000
