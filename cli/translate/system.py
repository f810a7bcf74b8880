"""Cli, translate: what the system and the readers of files say, in the words of staff.

Each text stands in the middle of a Vietnamese sentence; the library's own is in the English one.
"""

import errno

_BY_ERRNO = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EISDIR: "đây là thư mục",
    errno.ENOTDIR: "một phần của đường dẫn không phải thư mục",
    errno.EEXIST: "đã có tệp này",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ENOSPC: "đĩa đã đầy",
    errno.EDQUOT: "đã hết dung lượng được cấp",
    errno.EROFS: "đĩa chỉ cho đọc",
    errno.EIO: "đĩa bị lỗi khi đọc hoặc ghi",
    errno.EMFILE: "mở quá nhiều tệp cùng lúc",
    errno.ELOOP: "liên kết trỏ vòng quanh",
}
_BY_YAML = (
    ("mapping values are not allowed", "dấu hai chấm đặt sai chỗ"),
    ("did not find expected key", "thiếu tên trường hoặc lùi đầu dòng sai"),
    ("could not find expected ':'", "thiếu dấu hai chấm"),
    ("did not find expected '-' indicator", "danh sách lùi đầu dòng sai"),
    ("did not find expected ',' or", "thiếu dấu phẩy hoặc dấu đóng ngoặc"),
    ("found character that cannot start any token", "có ký tự không được đứng đầu"),
    ("found unexpected end of stream", "thiếu dấu đóng ngoặc kép"),
    ("found undefined alias", "bí danh chưa được đặt"),
    ("a name must be text", "tên trường phải là chữ"),
    ("the name ", "một tên trường ghi hai lần"),
)
"""How libyaml's texts begin, and two of our own."""


def os_vi(error: OSError) -> str:
    """What the operating system refuses."""
    return _BY_ERRNO.get(error.errno or 0, f"lỗi hệ thống số {error.errno}")


def yaml_vi(problem: str | None) -> str:
    """What is wrong at a place of a YAML file."""
    said = (said for start, said in _BY_YAML if (problem or "").startswith(start))
    return next(said, "sai cú pháp")
