.PHONY: demo test bench bench-quick lint lock setup
demo test bench lint lock setup:
	@./run $@
bench-quick:
	@./run bench --quick
