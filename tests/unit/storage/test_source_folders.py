import pytest

from dharma_core.errors import InputError, NotFoundError
from dharma_core.storage import source_folders
from dharma_core.storage.source_folders import DiskFolder


@pytest.fixture
def tree(tmp_path):
    for name in ("repo/env/main.tf", "repo/modules/net/main.tf", "repo/env/.terraform/x.tf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "repo" / ".git").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path


def test_a_folder_lists_its_files_and_leaves_hidden_folders_out(tree):
    folder = DiskFolder(tree / "repo")
    assert folder.names("env") == ("main.tf",)
    assert folder.names("nowhere") == ()
    assert folder.under("") == ("env/main.tf", "modules/net/main.tf")


def test_a_module_beside_the_root_is_read_through_dots(tree):
    folder = DiskFolder(tree / "repo" / "env")
    assert folder.read("../modules/net/main.tf") == "repo/modules/net/main.tf"


def test_dots_do_not_lead_out_of_the_repository(tree):
    with pytest.raises(InputError, match=r"\.\./\.\./secret\.txt leads out of"):
        DiskFolder(tree / "repo" / "env").read("../../secret.txt")


def test_without_a_repository_dots_lead_two_levels_up(tree):
    (tree / "a" / "b" / "c").mkdir(parents=True)
    folder = DiskFolder(tree / "a" / "b" / "c")
    (tree / "a" / "near.txt").write_text("near")
    assert folder.read("../../near.txt") == "near"
    with pytest.raises(InputError, match="leads out of"):
        folder.read("../../../secret.txt")


def test_a_link_that_leaves_the_folder_is_refused(tree):
    (tree / "repo" / "env" / "out.txt").symlink_to(tree / "secret.txt")
    (tree / "repo" / "env" / "mod").symlink_to(tree / "repo" / "modules")
    folder = DiskFolder(tree / "repo" / "env")
    with pytest.raises(InputError, match=r"out\.txt leads out of"):
        folder.read("out.txt")
    with pytest.raises(InputError, match="leads out of"):
        folder.names("mod/net")
    assert folder.under("") == ("main.tf",)


def test_a_link_within_the_folder_is_followed(tree):
    (tree / "repo" / "env" / "same.tf").symlink_to(tree / "repo" / "env" / "main.tf")
    assert DiskFolder(tree / "repo" / "env").read("same.tf") == "repo/env/main.tf"


def test_files_of_hidden_folders_are_not_read(tree):
    with pytest.raises(InputError, match="hidden folder"):
        DiskFolder(tree / "repo" / "env").read(".terraform/x.tf")


def test_a_missing_file_names_the_nearest(tree):
    with pytest.raises(NotFoundError, match=r"Did you mean 'main\.tf'"):
        DiskFolder(tree / "repo" / "env").read("mian.tf")


def test_a_missing_folder_is_told(tree):
    with pytest.raises(NotFoundError, match="There is no folder"):
        DiskFolder(tree / "nowhere")


def test_a_file_that_is_too_large_is_refused(tree, monkeypatch):
    monkeypatch.setattr(source_folders, "MAX_FILE_BYTES", 3)
    with pytest.raises(InputError, match="larger than"):
        DiskFolder(tree / "repo").read("env/main.tf")


def test_a_folder_of_too_many_files_is_refused(tree, monkeypatch):
    monkeypatch.setattr(source_folders, "MAX_FILES", 1)
    with pytest.raises(InputError, match="holds more than 1 files"):
        DiskFolder(tree / "repo").under("")


def test_bytes_that_are_no_text_are_told_with_their_place(tree):
    (tree / "repo" / "x.bin").write_bytes(b"a\xff")
    folder = DiskFolder(tree / "repo")
    assert folder.read_bytes("x.bin") == b"a\xff"
    with pytest.raises(InputError, match="byte 1 is not UTF-8"):
        folder.read("x.bin")


def test_installed_modules_are_read_and_the_rest_of_their_folder_is_not(tree):
    place = tree / "repo" / "env" / ".terraform"
    for name in ("modules/modules.json", "modules/net/main.tf", "modules/net/.git/config"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(name)
    folder = DiskFolder(tree / "repo" / "env")
    assert folder.read(".terraform/modules/modules.json") == "modules/modules.json"
    assert folder.names(".terraform/modules/net") == ("main.tf",)
    assert folder.under("") == ("main.tf",)
    for path in (".terraform/x.tf", ".terraform/modules/net/.git/config"):
        with pytest.raises(InputError, match="hidden folder"):
            folder.read(path)
