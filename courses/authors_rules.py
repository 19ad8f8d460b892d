"""What of the editor is open to an author, by the names of views, and what must be their own."""

# Show nothing but the author's own, or nothing at all. Lists and choosers of pictures and
# documents ask the rights on the collection; what they say beyond that, authors_hooks removes.
OPEN = {
    "wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_logout",
    "wagtailadmin_dismissibles", "wagtailadmin_block_preview",
    "wagtailadmin_editing_sessions:release",
    "wagtailadmin_choose_page_search",  # narrowed by construct_page_chooser_queryset
    "wagtailadmin_choose_page_external_link", "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link", "wagtailadmin_choose_page_anchor_link",
    "wagtailimages:index", "wagtailimages:index_results", "wagtailimages:add",
    "wagtailimages:add_multiple", "wagtailimages:create_multiple_from_uploaded_image",
    "wagtailimages:delete_upload_multiple",
    "wagtailimages_chooser:choose", "wagtailimages_chooser:choose_results",
    "wagtailimages_chooser:create",
    "wagtaildocs:index", "wagtaildocs:index_results", "wagtaildocs:add",
    "wagtaildocs:add_multiple", "wagtaildocs:create_multiple_from_uploaded_document",
    "wagtaildocs:delete_upload_multiple",
    "wagtaildocs_chooser:choose", "wagtaildocs_chooser:choose_results",
    "wagtaildocs_chooser:create",
}  # fmt: skip
# An own course or a page below it; the value names the argument that holds its number.
OWN_PAGE = {
    "wagtailadmin_explore": "parent_page_id",
    "wagtailadmin_explore_results": "parent_page_id",
    "wagtailadmin_pages:add": "parent_page_id",
    "wagtailadmin_pages:preview_on_add": "parent_page_id",
    "wagtailadmin_pages:add_subpage": "parent_page_id",
    "wagtailadmin_pages:edit": "page_id",
    "wagtailadmin_pages:preview_on_edit": "page_id",
    "wagtailadmin_pages:view_draft": "page_id",
    "wagtailadmin_pages:confirm_workflow_cancellation": "page_id",
    "wagtailadmin_pages:revisions_index": "page_id",
    "wagtailadmin_pages:revisions_view": "page_id",
    "wagtailadmin_pages:revisions_revert": "page_id",
    "wagtailadmin_pages:revisions_unschedule": "page_id",
    "wagtailadmin_pages:revisions_compare": "0",
    "wagtailadmin_pages:workflow_history": "page_id",
    "wagtailadmin_pages:workflow_history_detail": "page_id",
    "wagtailadmin_pages:history": "page_id",
    "wagtailadmin_pages:history_results": "page_id",
}
# A page below an own course. The course itself stays where it is: sessions are held of it.
OWN_PART = {
    "wagtailadmin_pages:delete": "page_id",
    "wagtailadmin_pages:unpublish": "page_id",
    "wagtailadmin_pages:convert_alias": "page_id",
    "wagtailadmin_pages:copy": "page_id",
    "wagtailadmin_pages:move": "page_to_move_id",
    "wagtailadmin_pages:move_confirm": "page_to_move_id",
    "wagtailadmin_pages:set_page_position": "page_to_move_id",
}
OWN_IMAGE = {
    "wagtailimages:edit": "image_id",
    "wagtailimages:delete": "image_id",
    "wagtailimages:preview": "image_id",
    "wagtailimages:edit_multiple": "image_id",
    "wagtailimages:delete_multiple": "image_id",
    "wagtailimages_chooser:chosen": "pk",
    "wagtailimages_chooser:select_format": "image_id",
}
OWN_DOCUMENT = {
    "wagtaildocs:edit": "document_id",
    "wagtaildocs:delete": "document_id",
    "wagtaildocs:edit_multiple": "doc_id",
    "wagtaildocs:delete_multiple": "doc_id",
    "wagtaildocs_chooser:chosen": "pk",
}
PAGE_TYPES = {
    ("wagtailcore", "page"),
    ("courses", "coursepage"),
    ("courses", "modulepage"),
    ("courses", "lessonpage"),
}
