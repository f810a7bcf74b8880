"""Registry, domain: words of the rules about the document, ids and fields of a plan."""

from services.registry.domain.check.plan.rule import DOCUMENT_LAW, PlanRule

RULES: dict[str, PlanRule] = {
    "contract": PlanRule(
        "error",
        "Không đúng hợp đồng dữ liệu của kế hoạch: {vi}",
        "Not as the contract of a plan wants it: {en}",
        "Sửa trường này theo lược đồ JSON của kế hoạch.",
        "Correct this field by the JSON Schema of a plan.",
    ),
    "number-missing": PlanRule(
        "error",
        "Kế hoạch chưa có số.",
        "The plan has no number.",
        "Ghi number như trong văn bản, ví dụ 45/KH-UBND; bản dự thảo thì soát với --draft.",
        "Give number as the document has it; check a draft with --draft.",
        DOCUMENT_LAW,
    ),
    "issue-day-missing": PlanRule(
        "error",
        "Kế hoạch chưa có ngày ban hành.",
        "The plan has no day of issue.",
        "Ghi issued_on; bản dự thảo thì soát với --draft, tính như ban hành hôm nay.",
        "Give issued_on; with --draft a plan is checked as if it were issued today.",
        DOCUMENT_LAW,
    ),
    "signer-missing": PlanRule(
        "warning",
        "Kế hoạch chưa ghi người ký.",
        "The plan names nobody who signed it.",
        "Ghi signed_by: chức vụ, họ và tên người ký.",
        "Give signed_by: the signer's post and full name.",
        DOCUMENT_LAW,
    ),
    "secret": PlanRule(
        "error",
        "Văn bản đóng dấu {mark} không được đưa vào hệ thống này.",
        "A document marked {mark} may not be put into this system.",
        "Gửi văn bản mật theo đường văn bản mật; không đưa kế hoạch này vào hệ thống.",
        "Send it the way secret documents go; keep this plan out of the system.",
        "Luật Bảo vệ bí mật nhà nước 2018, điều 5",
    ),
    "duplicate-id": PlanRule(
        "error",
        "Mã {id!r} đã dùng cho một mục khác cùng danh sách ({first}).",
        "The id {id!r} is already used by another entry of the list ({first}).",
        "Đặt cho mỗi mục một mã riêng.",
        "Give each entry an id of its own.",
    ),
    "duty-id-clash": PlanRule(
        "error",
        "{owed!r} và {other!r} cùng sinh ra một nội dung phải thực hiện mang mã {id!r}.",
        "{owed!r} and {other!r} both lead to a duty with the id {id!r}.",
        "Đổi mã của một trong hai mục.",
        "Change the id of one of the two entries.",
    ),
    "duty-id-too-long": PlanRule(
        "error",
        "{owed!r} sinh ra mã {id!r} dài {length} ký tự, quá {limit}.",
        "{owed!r} leads to the id {id!r} of {length} characters, more than {limit}.",
        "Rút ngắn mã của mục này.",
        "Shorten the entry's id.",
    ),
    "field-of-other-kind": PlanRule(
        "error",
        "{owed!r} ghi {field}, chỉ dùng cho mục loại {kinds}.",
        "{owed!r} gives {field}, which is for entries of kind {kinds} only.",
        "Bỏ trường này, hoặc sửa kind của mục.",
        "Remove the field, or correct the entry's kind.",
    ),
    "judged-by-unwanted": PlanRule(
        "error",
        "{owed!r} tính đúng hạn theo {judged_by}, nhưng chỉ yêu cầu {wants}.",
        "{owed!r} is judged by {judged_by}, yet wants only {wants}.",
        "Sửa judged_by, hoặc ghi wants: both.",
        "Correct judged_by, or say `wants: both`.",
    ),
    "owed-kind-changed": PlanRule(
        "error",
        "{owed!r} đổi từ loại {before} sang {after}: việc đã làm không còn tính được.",
        "{owed!r} changes from {before} to {after}: what was done could not be judged any more.",
        "Giữ nguyên mục cũ hoặc bỏ đi, và thêm mục mới với mã mới.",
        "Keep or drop the old entry, and add a new one under a new id.",
    ),
}
