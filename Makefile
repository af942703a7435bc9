.PHONY: demo test lint lock setup
demo test lint lock setup:
	@./run $@
