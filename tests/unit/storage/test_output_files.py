"""Files are written whole, inside the folder, and never over somebody else's."""

import pytest

from dharma_core.errors import AdapterError, ConflictError, InputError
from dharma_core.generation.output import GeneratedFile
from dharma_core.storage.output_files import write_files

FILES = (GeneratedFile("main.tf", "a\n"), GeneratedFile("sub/x.json", "{}\n"))


def names(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_write_files_makes_the_folder_and_everything_in_it(tmp_path):
    folder = tmp_path / "new" / "out"
    assert write_files(FILES, folder) == (folder / "main.tf", folder / "sub/x.json")
    assert names(folder) == ["main.tf", "sub/x.json"]


def test_write_files_replaces_its_own_and_removes_what_is_no_longer_written(tmp_path):
    write_files(FILES, tmp_path, label="terraform")
    (tmp_path / "terraform.tfstate").write_text("mine")
    write_files((GeneratedFile("main.tf", "b\n"),), tmp_path, label="terraform")
    assert (tmp_path / "main.tf").read_text() == "b\n"
    assert names(tmp_path) == [".dharma-files", "main.tf", "terraform.tfstate"]


def test_write_files_refuses_a_folder_with_other_files(tmp_path):
    (tmp_path / "diary.txt").write_text("dear")
    with pytest.raises(ConflictError, match=r"diary\.txt"):
        write_files(FILES, tmp_path)
    assert names(tmp_path) == ["diary.txt"]


def test_write_files_of_another_label_is_a_stranger(tmp_path):
    write_files(FILES, tmp_path, label="workspace")
    with pytest.raises(ConflictError, match=r"main\.tf"):
        write_files((GeneratedFile("template.yaml", ""),), tmp_path, label="cloudformation")
    assert (tmp_path / "main.tf").read_text() == "a\n"


def test_write_files_writes_nothing_when_a_folder_is_in_the_way(tmp_path):
    (tmp_path / "sub" / "x.json").mkdir(parents=True)
    with pytest.raises(ConflictError, match="is a folder"):
        write_files(FILES, tmp_path)
    assert names(tmp_path) == []


def test_write_files_refuses_a_list_that_leads_out_of_the_folder(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "diary.txt").write_text("dear")
    (tmp_path / "out" / ".dharma-files").write_text("terraform\n../diary.txt\n")
    with pytest.raises(InputError, match="leads out"):
        write_files(FILES, tmp_path / "out", label="terraform")
    assert (tmp_path / "diary.txt").exists()


def test_write_files_overwrites_when_told_and_keeps_other_files(tmp_path):
    (tmp_path / "diary.txt").write_text("dear")
    write_files(FILES, tmp_path, overwrite=True)
    assert "diary.txt" in names(tmp_path)


def test_write_files_refuses_to_replace_what_it_did_not_write(tmp_path):
    (tmp_path / "main.tf").write_text("mine")
    with pytest.raises(ConflictError, match=r"holds main\.tf with another text"):
        write_files(FILES, tmp_path, label="terraform")
    assert (tmp_path / "main.tf").read_text() == "mine"
    assert names(tmp_path) == ["main.tf"]


def test_write_files_refuses_to_replace_what_was_put_beside_its_own(tmp_path):
    write_files(FILES[:1], tmp_path, label="terraform")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "x.json").write_text("mine")
    with pytest.raises(ConflictError, match=r"holds sub/x\.json"):
        write_files(FILES, tmp_path, label="terraform")
    write_files(FILES, tmp_path, label="terraform", overwrite=True)
    assert (tmp_path / "sub" / "x.json").read_text() == "{}\n"


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "", "c:\\x", "a\\..\\x"])
def test_write_files_refuses_names_that_leave_the_folder(tmp_path, name):
    with pytest.raises(InputError, match="leads out"):
        write_files((GeneratedFile(name, ""),), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_write_files_refuses_a_link_that_leaves_the_folder(tmp_path):
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / "sub").symlink_to(elsewhere)
    with pytest.raises(InputError, match="through a link"):
        write_files(FILES, out)
    assert names(elsewhere) == []


def test_write_files_says_when_the_disk_refuses(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(AdapterError, match="cannot be written"):
        write_files(FILES, tmp_path / "file" / "out")
