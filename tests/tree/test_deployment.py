"""Which configuration files programs of a repository write when they deploy them."""

import pytest

from asterisk_lint.tree.deployed import concerning
from asterisk_lint.tree.deployment import REST, written_files
from asterisk_lint.tree.find import Pbx
from tests.memory import MemoryFiles

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
# Programs that write pjsip.conf, whatever line is named
WRITING_TOO = {
    "a.sh: a variable": "F=/etc/asterisk/pjsip.conf\necho x >> $F\n",
    "b.sh: a variable for the folder": 'D=/etc/asterisk\necho x >> "${D}/pjsip.conf"\n',
    "c.sh: several": "sed -i 's/a/b/' /etc/asterisk/{pjsip,rtp}.conf\n",
    "d.sh: a secret": "cp /run/secrets/pjsip.conf /etc/asterisk/pjsip.conf\n",
    "e.sh: into the folder": "install -m 640 /root/private/pjsip.conf /etc/asterisk/\n",
    "f.sh: a link": "ln -sf /data/pjsip.conf /etc/asterisk/pjsip.conf\n",
    "g.sh: a download": "wget -O /etc/asterisk/pjsip.conf https://x/pjsip\n",
    "h.sh: a bucket": "aws s3 cp s3://x/pjsip.conf /etc/asterisk/pjsip.conf\n",
    "i.sh: consul": "consul-template -template a.ctmpl:/etc/asterisk/pjsip.conf\n",
    "j.sh: a long line": f"X={'a' * 9000}; echo x >> /etc/asterisk/pjsip.conf\n",
    "k.sh: two commands": (
        "cp asterisk/rtp.conf /etc/asterisk/ && sed -i s/a/b/ /etc/asterisk/pjsip.conf\n"
    ),
    "l.sh: another name": "cp asterisk/pjsip-prod.conf /etc/asterisk/pjsip.conf\n",
    "m.sh: a variable": "cp $SECRETS/pjsip.conf /etc/asterisk/\n",
    "n.sh: a mount": "docker run -d -v /srv/pjsip.conf:/etc/asterisk/pjsip.conf:ro x\n",
    "o.sh: a bind mount": (
        "docker run --mount type=bind,source=/srv/a,target=/etc/asterisk/pjsip.conf x\n"
    ),
    "p.sh: a part of a pipe": "awk 1 x | sponge /etc/asterisk/pjsip.conf\n",
    "q.py: a command": "run(['cp', '/srv/pjsip.conf', '/etc/asterisk/pjsip.conf'])\n",
    "x.service: a mount": "BindReadOnlyPaths=/srv/a.conf:/etc/asterisk/pjsip.conf\n",
    "env.yml: a mount": '  - "${PJSIP_CONF}:/etc/asterisk/pjsip.conf"\n',
    "default.yml: a mount": "  - ${CONF:-/srv}/pjsip.conf:/etc/asterisk/pjsip.conf\n",
    "entrypoint.sh.j2: a template": "echo x >> /etc/asterisk/pjsip.conf\n",
    "x.postinst: a package": "echo x >> /etc/asterisk/pjsip.conf\n",
    "confd/pjsip.toml: confd": '[template]\nsrc = "p.tmpl"\ndest = "/etc/asterisk/pjsip.conf"\n',
    "docker-compose.yml: a mount": "      - /srv/pjsip.conf:/etc/asterisk/pjsip.conf:ro\n",
    "compose.yml: another file": "      - ./prod/pjsip.conf:/etc/asterisk/pjsip.conf\n",
    "d.yaml: a secret": (
        "- name: asterisk\n  mountPath: /etc/asterisk/pjsip.conf\n  subPath: pjsip.conf\n"
    ),
    "s.yaml: a Secret": "metadata: {name: asterisk}\ndata:\n  pjsip.conf: W3hdCg==\n",
    "helm.yaml: a value": "# asterisk\ndata:\n  pjsip.conf: {{ .Values.pjsip | quote }}\n",
    "kustomization.yaml: another file": "  files:\n  - pjsip.conf=../prod/pjsip.conf\n",
    "a.yml: a loop": (
        "- template:\n    src: '{{ item }}.j2'\n    dest: '/etc/asterisk/{{ item }}'\n"
        "  loop: [pjsip.conf, rtp.conf]\n"
    ),
    "b.yml: another file": (
        "- copy:\n    src: files/secret/pjsip.conf\n    dest: /etc/asterisk/pjsip.conf\n"
    ),
    "a.pp: another file": (
        "file { '/etc/asterisk/pjsip.conf':\n  source => 'puppet:///secret/pjsip.conf',\n}\n"
    ),
    "a.nix: a text": "services.asterisk.confFiles = {\n  \"pjsip.conf\" = ''\n",
    "a.scm: a text": '(list `("asterisk/pjsip.conf" ,(plain-file "pjsip.conf" "x")))\n',
    "a.tf: a text": 'content = x\ndestination = "/etc/asterisk/pjsip.conf"\n',
    "a.php: a program": "file_put_contents('/etc/asterisk/pjsip.conf', $text);\n",
    "b.php: a constant": "define('P', '/etc/asterisk/pjsip.conf');\nfile_put_contents(P, $t);\n",
    "a.py: joined": "D='/etc/asterisk'\nopen(os.path.join(D, 'pjsip.conf'), 'w')\n",
    "b.py: a path": "(Path('/etc/asterisk') / 'pjsip.conf').write_text('x')\n",
    "a.go: a program": 'os.WriteFile("/etc/asterisk/pjsip.conf", b, 0644)\n',
    "a.js: joined": "fs.writeFileSync(path.join('/etc/asterisk', 'pjsip.conf'), x)\n",
    "Makefile: a target": "/etc/asterisk/pjsip.conf: pjsip.m4\n\tm4 $< > $@\n",
    "packer.json: a command": '{"inline": ["echo x >> /etc/asterisk/pjsip.conf"]}\n',
    "Dockerfile: another file": "COPY prod/pjsip.conf /etc/asterisk/\n",
    "Dockerfile.a: another image": "COPY --from=a /out/pjsip.conf /etc/asterisk/pjsip.conf\n",
}
# Programs that write files whose names they do not say
WRITING_ANY = {
    "a.sh: all files": ("sed -i 's/a/b/' /etc/asterisk/*.conf\n", "*.conf"),
    "b.sh: each file": ("for f in /etc/asterisk/*.conf; do mv $f.new $f; done\n", "*.conf"),
    "c.sh: found files": ("find /etc/asterisk -name '*.conf' -exec sed -i s/a/b/ {} +", "*.conf"),
    "d.sh: a folder": ("cp -r /config/* /etc/asterisk/\n", ""),
    "e.sh: rsync": ("rsync -a /srv/private/ root@pbx:/etc/asterisk/\n", ""),
    "f.sh: tar": ("tar xzf /backup/a.tgz -C /etc/asterisk\n", ""),
    "a.yml: a loop": ("- template: src={{ item }}.j2 dest=/etc/asterisk/{{ item }}.conf", "*.conf"),
    "b.yml: a folder": ("- synchronize: {src: /srv/private/, dest: /etc/asterisk/}\n", ""),
    "a.sls: a folder": ("/etc/asterisk:\n  file.recurse:\n    - template: jinja\n", ""),
}  # fmt: skip
NOT_WRITING = {
    "f.sh: own files": "cp $HERE/asterisk/*.conf /etc/asterisk/\nchown x /etc/asterisk/*.conf\n",
    "n.sh: by names": (
        "for f in pjsip.conf rtp.conf; do cp asterisk/$f /etc/asterisk/$f; done\n"
        "for f in pjsip rtp; do cp $BASEDIR/asterisk/$f.conf /etc/asterisk/; done\n"
    ),
    "o.sh: from its folder": 'cp "$(dirname "$0")/asterisk/pjsip.conf" /etc/asterisk/pjsip.conf\n',
    "p.sh: a mount": "docker run -v $(pwd)/asterisk/pjsip.conf:/etc/asterisk/pjsip.conf x\n",
    "g.sh: each own file": 'for f in asterisk/*.conf; do install "$f" /etc/asterisk/; done\n',
    "h.sh: the folder": "rsync -a asterisk/ root@pbx:/etc/asterisk/\n",
    "i.sh: a backup": "tar czf a.tgz /etc/asterisk\ncp /etc/asterisk/pjsip.conf /backup/\n",
    "j.sh: a comment": "# echo x >> /etc/asterisk/pjsip.conf\n",
    "k.sh: what is printed": 'echo "edit /etc/asterisk/pjsip.conf"\n',
    "l.sh: sed": "sed -n 's/^secret=//p' /etc/asterisk/pjsip.conf > /tmp/asterisk\n",
    "compose.yml: its own": "  - ./asterisk:/etc/asterisk:ro\n  - logs:/var/log/asterisk\n",
    "kustomization.yaml: its own": "  files:\n  - asterisk/pjsip.conf\n",
    "a.nix: its own": '"pjsip.conf" = builtins.readFile ./asterisk/pjsip.conf;\n',
    "tasks/b.yml: the folder": "- copy:\n    src: asterisk/\n    dest: /etc/asterisk/\n",
    "tasks/c.yml: its owner": "- file:\n    path: /etc/asterisk/pjsip.conf\n    mode: '0640'\n",
    "a.py: read": "configparser.read('/etc/asterisk/pjsip.conf')\nopen('/tmp/x', 'w')\n",
    "a.pl: read": "open(my $f, '<', '/etc/asterisk/pjsip.conf') or die;\n",
    "Dockerfile.b: its own": "COPY --chown=asterisk asterisk/pjsip.conf /etc/asterisk/\n",
    "a.sh: a copy": "cp asterisk/pjsip.conf /etc/asterisk/pjsip.conf\n",
    "b.sh: read": "grep acl /etc/asterisk/pjsip.conf > /tmp/found\n",
    "c.sh: another file": "# asterisk\necho x > /etc/nginx/pjsip.conf\n",
    "d.sh: a longer name": "echo x > /etc/asterisk/pjsip.conf.bak\n",
    "e.sh: nothing about Asterisk": "echo x > queues.conf\n",
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
    pbx = Pbx("asterisk", MemoryFiles({"pjsip.conf": "", "rtp.conf": ""}))
    places = written_files(OneProgram(program.partition(":")[0], text))
    found = concerning(places, pbx, "/etc/asterisk")
    return [(each.path.rpartition("/")[2], each.line) for each in found]


@pytest.mark.parametrize("program", WRITING)
def test_what_a_program_writes_is_found(program: str) -> None:
    text = WRITING[program]
    lines = [number for number, line in enumerate(text.split("\n"), 1) if "pjsip.conf" in line]
    line = 1 if "over lines" in program else lines[0]
    assert ("pjsip.conf", line) in written(program, text)


@pytest.mark.parametrize("program", WRITING_TOO)
def test_other_ways_to_write_a_file(program: str) -> None:
    assert "pjsip.conf" in dict(written(program, WRITING_TOO[program]))


@pytest.mark.parametrize("program", WRITING_ANY)
def test_files_whose_names_are_not_said(program: str) -> None:
    text, name = WRITING_ANY[program]
    assert name in dict(written(program, text))


def test_a_program_of_tests_counts_for_a_pbx_of_the_tests() -> None:
    places = written_files(OneProgram("examples/a/run.sh", "echo >> /etc/asterisk/pjsip.conf\n"))
    files = MemoryFiles({"pjsip.conf": ""})
    for directory, number in (("asterisk", 0), ("examples/a/asterisk", 1)):
        assert len(list(concerning(places, Pbx(directory, files), "/etc/asterisk"))) == number


def test_a_directory_that_asterisk_conf_moves() -> None:
    places = written_files(OneProgram("run.sh", "echo x >> /opt/pbx/pjsip.conf\n"))
    for moved, number in (("/opt/pbx", 1), ("/opt/other", 0)):
        files = MemoryFiles({"asterisk.conf": f"[directories]\nastetcdir => {moved}\n"})
        assert len(list(concerning(places, Pbx("asterisk", files), "/etc/asterisk"))) == number


@pytest.mark.parametrize("name", ["extensions.ael", "extensions.lua"])
def test_dialplan_in_other_languages(name: str) -> None:
    assert written("a.sh", f"m4 x > /etc/asterisk/{name}\n") == [(name, 1)]


def test_what_commands_on_the_console_add() -> None:
    text = (
        "asterisk -rx 'module load res_hep'\nasterisk -rx 'dialplan add extension 1,1,A() into b'\n"
    )
    assert written("a.sh", text) == [("res_hep", 1), ("extensions.conf", 2)]


@pytest.mark.parametrize("program", NOT_WRITING)
def test_what_it_only_reads_or_copies_is_not(program: str) -> None:
    assert written(program, NOT_WRITING[program]) == []


def test_a_long_program_is_read_in_linear_time() -> None:
    """Each pattern is held against one line of bounded length: this ends at once."""
    for piece in ("> ", "sed -i x.conf ", "open(", "tee -a ", "(a", "{{", "- path: "):
        assert len(written("a.sh", f"asterisk {piece * 50_000}.conf")) < 2000


class ManyPrograms(OneProgram):
    """A tree with more programs than are read."""

    def paths(self) -> list[str]:
        return [f"{number}.sh" for number in range(1000, 6001)]

    def read(self, path: str) -> bytes:
        return b""


def test_programs_beyond_the_first_thousands_can_write_anything() -> None:
    (place,) = written_files(ManyPrograms("", ""))
    assert (place.path, place.program) == (REST, "6000.sh")
