"""Evaluations of a retriever: started elsewhere, polled here until they have ended."""

from understudy import Record, operation, records


@operation("get_evaluation_v1_retrievers__retriever_id__evaluations__evaluation_id__get", pure=True)
async def get_evaluation(retriever_id: str, evaluation_id: str) -> Record:
    """One evaluation, as far along as it is by now."""
    return records("evaluations").get(retriever_id=retriever_id, evaluation_id=evaluation_id)
